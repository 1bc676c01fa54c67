using System.Globalization;
using System.Text.RegularExpressions;

namespace HaDirector.Benchmarks.Death;

/// <summary>The log of a director, read while it is written: what it says of servers and of the kernel's table, by its own stamps.</summary>
internal sealed partial class Journal(string path)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private long _read;

    /// <summary>Verdicts on servers that nothing was done to.</summary>
    public int FalseVerdicts { get; private set; }

    /// <summary>Waits until the kernel holds a server with a weight.</summary>
    /// <returns>The director's stamps of the verdict and of the kernel's acknowledgement.</returns>
    public (DateTimeOffset Verdict, DateTimeOffset Kernel) Await(string server, int weight)
    {
        bool written = false;
        DateTimeOffset end = DateTimeOffset.Now + Patience;
        while (DateTimeOffset.Now < end)
        {
            foreach (string line in NewLines())
            {
                Match verdict = VerdictLine().Match(line), acknowledged = AcknowledgedLine().Match(line);
                if (verdict.Success && verdict.Groups[1].Value != server) FalseVerdicts++;
                else if (line.Contains($"ipvs: edit server {server} of ", StringComparison.Ordinal) && line.Contains($" weight {weight} ", StringComparison.Ordinal)) written = true;
                else if (written && acknowledged.Success) return (Time(acknowledged.Groups[2].Value), Time(acknowledged.Groups[1].Value));
            }
            Thread.Sleep(5);
        }
        throw new TimeoutException($"the kernel never had {server} with weight {weight}: see {path}");
    }

    /// <summary>Waits for some words.</summary>
    public void Await(Func<string, bool> has)
    {
        DateTimeOffset end = DateTimeOffset.Now + Patience;
        while (!has(File.ReadAllText(path)))
        {
            if (DateTimeOffset.Now > end) throw new TimeoutException($"the director does not begin: see {path}");
            Thread.Sleep(20);
        }
        _ = NewLines().Count();
    }

    private IEnumerable<string> NewLines()
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = _read;
        using StreamReader reader = new(file);
        string text = reader.ReadToEnd();
        int whole = text.LastIndexOf('\n') + 1;
        _read += System.Text.Encoding.UTF8.GetByteCount(text.AsSpan(0, whole));
        return text[..whole].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"server (\S+) of \S+ is (?:up|down)")]
    private static partial Regex VerdictLine();

    [GeneratedRegex(@"ipvs: acknowledged at (\S+), \S+ ms after the verdict at (\S+)")]
    private static partial Regex AcknowledgedLine();
}
