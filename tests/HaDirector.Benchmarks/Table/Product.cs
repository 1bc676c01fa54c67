using System.Diagnostics;

namespace HaDirector.Benchmarks.Table;

/// <summary>A product at work in a namespace, with each line it prints and when that came.</summary>
internal sealed class Product : IDisposable
{
    private readonly List<(double At, string Text)> _lines = [];
    private readonly Process _process;

    public Product(string netns, string logFile, params string[] command)
    {
        ProcessStartInfo start = new("ip", ["netns", "exec", netns, .. command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        Started = Now;
        _process = Process.Start(start)!;
        StreamWriter log = new(logFile) { AutoFlush = true };
        void Take(string? line)
        {
            if (line is null) return;
            double now = Now;
            lock (_lines)
            {
                _lines.Add((now, line));
                log.WriteLine(line);
            }
        }
        _process.OutputDataReceived += (_, e) => Take(e.Data);
        _process.ErrorDataReceived += (_, e) => Take(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Unix time in seconds, the clock of the capture.</summary>
    public static double Now => (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;

    /// <summary>When it was started, before the fork.</summary>
    public double Started { get; }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>When a line with this text came, after a time; NaN when none does within a minute.</summary>
    public double LineAfter(double time, string text)
    {
        for (Stopwatch patience = Stopwatch.StartNew(); patience.Elapsed.TotalSeconds < 60; Thread.Sleep(20))
        {
            lock (_lines)
            {
                foreach ((double at, string line) in _lines)
                    if (at >= time && line.Contains(text, StringComparison.Ordinal)) return at;
            }
            if (HasEnded) break;
        }
        return double.NaN;
    }

    public void Signal(string name) => Shell.Run("kill", $"-{name}", Id.ToString());

    /// <summary>Waits for its end.</summary>
    /// <returns>When it came.</returns>
    public double Ended(TimeSpan patience)
    {
        bool ended = _process.WaitForExit(patience);
        double now = Now;
        return ended ? now : double.NaN;
    }

    public void Dispose()
    {
        Shell.End(_process);
        _process.Dispose();
    }
}
