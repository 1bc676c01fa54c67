using System.Diagnostics;
using System.Globalization;

namespace HaDirector.Benchmarks.Checks;

/// <summary>What a program and all it started have used until now, and how many connections its namespace has opened.</summary>
/// <param name="LargestPssMiB">Of the largest of its processes.</param>
internal sealed record Sample(double At, double CpuSeconds, long Connects, double PssMiB, double LargestPssMiB)
{
    private const double TicksPerSecond = 100; // USER_HZ; the kernel scales the two times to the exact run time

    public static Sample Of(int process)
    {
        int[] family = [.. Family(process)];
        double[] pss = [.. family.Select(PssMiBOf)];
        return new Sample(Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency, family.Sum(CpuSecondsOf), ConnectsOf(process), pss.Sum(), pss.Max());
    }

    /// <summary>Tcp ActiveOpens of the process's namespace.</summary>
    public static long ConnectsOf(int process)
    {
        string[] lines = [.. File.ReadLines($"/proc/{process}/net/snmp").Where(line => line.StartsWith("Tcp:", StringComparison.Ordinal))];
        int column = Array.IndexOf(lines[0].Split(' '), "ActiveOpens");
        return long.Parse(lines[1].Split(' ')[column], CultureInfo.InvariantCulture);
    }

    /// <summary>A process and its descendants.</summary>
    public static IEnumerable<int> Family(int process) =>
        Directory.Exists($"/proc/{process}")
            ? Directory.GetDirectories($"/proc/{process}/task").SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .SelectMany(child => Family(int.Parse(child, CultureInfo.InvariantCulture))).Prepend(process)
            : [];

    private static double CpuSecondsOf(int process)
    {
        string stat = File.ReadAllText($"/proc/{process}/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' '); // from the state on, the third field
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    private static double PssMiBOf(int process) =>
        double.Parse(File.ReadLines($"/proc/{process}/smaps_rollup").First(l => l.StartsWith("Pss:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
}
