using System.Globalization;

namespace HaDirector.Benchmarks.Table;

/// <summary>A row of the result.</summary>
internal sealed record TableRow(int Services, string Product, string What, int Run)
{
    public const string Head =
        "| services × 10 | product | what | run | requests | changes | first to last message ms | first to last change ms | from start or signal to last change ms | to its end or its word ms | PSS MiB of the largest process |\n"
        + "|---:|---|---|---:|---:|---:|---:|---:|---:|---:|---:|";

    /// <summary>Prints it.</summary>
    /// <param name="seen">What was said to ip_vs.</param>
    /// <param name="from">When the program was started, or told.</param>
    /// <param name="to">When it ended, or said that it is done; NaN when it does neither.</param>
    /// <param name="pss">Memory of the largest of its processes; NaN when not looked at.</param>
    public void Print(IReadOnlyList<NetlinkWatch.Seen> seen, double from, double to, double pss)
    {
        int first = -1, last = -1;
        for (int i = 0; i < seen.Count; i++)
        {
            if (seen[i].Changes == 0) continue;
            if (first < 0) first = i;
            last = i;
        }
        // The last change is made when its answer comes; requests without one are not made before the next message.
        double changed = last < 0 ? double.NaN : seen[last + 1 < seen.Count ? last + 1 : last].Seconds;
        // What is only read after the last change, for an audit, is no part of the work.
        double end = last >= 0 ? changed : seen.Count > 0 ? seen[^1].Seconds : double.NaN;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {Services} | {Product} | {What} | {Run} | {seen.Sum(one => one.Requests)} | {seen.Sum(one => one.Changes)} | {Ms(seen.Count == 0 ? double.NaN : end - seen[0].Seconds)} | {Ms(first < 0 ? double.NaN : changed - seen[first].Seconds)} | {Ms(changed - from)} | {Ms(to - from)} | {(double.IsNaN(pss) ? "" : pss.ToString("F1", CultureInfo.InvariantCulture))} |"));
    }

    public static string Ms(double seconds) => double.IsNaN(seconds) ? "" : (seconds * 1000).ToString("F1", CultureInfo.InvariantCulture);
}
