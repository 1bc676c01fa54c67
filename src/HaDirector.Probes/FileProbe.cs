using System.Collections.Concurrent;
using System.Diagnostics;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Linux.Tracking;
using HaDirector.Model;

namespace HaDirector.Probes;

/// <summary>Looks whether a file is there.</summary>
public static class FileProbe
{
    private const int ReadBytes = 64; // a number is at the beginning or nowhere

    // A file system may hang (NFS): then all tries of a path wait for one read, and no second thread is lost to it.
    private static readonly ConcurrentDictionary<string, Task<Look>> Looks = new(StringComparer.Ordinal);

    private readonly record struct Look(bool There, int? Percent, string Why);

    /// <summary>One try.</summary>
    public static async ValueTask<ProbeResult> Run(CheckSpec spec, FileCheck file, CancellationToken stop)
    {
        long startedAt = Stopwatch.GetTimestamp();
        try
        {
            Task<Look> looking = Looks.GetOrAdd(file.Path, static path => Task.Run(() => LookAt(path)));
            Look look = await looking.WaitAsync(spec.Timeout, stop).ConfigureAwait(false);
            Looks.TryRemove(new KeyValuePair<string, Task<Look>>(file.Path, looking));
            TimeSpan took = Stopwatch.GetElapsedTime(startedAt);
            return look switch
            {
                { There: false } => new ProbeResult(false, took, look.Why) { Outcome = ProbeOutcome.WrongAnswer },
                { Percent: { } percent } => new ProbeResult(true, took, $"{file.Path} says {percent}%") { Advice = new ServerAdvice(percent, null, null) },
                _ => new ProbeResult(true, took, $"{file.Path} is there"),
            };
        }
        catch (TimeoutException)
        {
            string detail = $"timed out after {DurationText.Format(spec.Timeout)} reading {file.Path}";
            return new ProbeResult(false, Stopwatch.GetElapsedTime(startedAt), detail) { Outcome = ProbeOutcome.TimedOut };
        }
        catch (OperationCanceledException)
        {
            return new ProbeResult(false, Stopwatch.GetElapsedTime(startedAt), "stopped") { Fault = Fault.Local, Outcome = ProbeOutcome.Local };
        }
    }

    private static Look LookAt(string path)
    {
        Span<byte> content = stackalloc byte[ReadBytes];
        int length = SmallFile.Read(path, content);
        if (length >= 0) return new Look(true, AgentText.LeadingPercent(content[..length]), "");
        if (Directory.Exists(path)) return new Look(false, null, $"{path} is a directory");
        return new Look(false, null, File.Exists(path) ? $"{path} cannot be read" : $"{path} does not exist");
    }
}
