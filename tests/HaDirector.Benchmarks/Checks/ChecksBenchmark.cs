using System.Diagnostics;
using System.Globalization;

namespace HaDirector.Benchmarks.Checks;

/// <summary>
/// What checks cost whole programs: HaDirector through its YAML, HAProxy and (where the kernel has ip_vs) keepalived, one after the other in one
/// namespace, each pinned to core 0, against thousands of loopback addresses that one nginx on core 1 answers.
/// </summary>
internal static class ChecksBenchmark
{
    public const string Host = "hb-checks";
    public const int Port = 8080;

    public static async Task<int> RunAsync(ChecksArguments arguments)
    {
        string folder = Directory.CreateTempSubdirectory("hadirector-bench-").FullName;
        Shell.Try("ip", "netns", "del", Host);
        Shell.Run("ip", "netns", "add", Host);
        Shell.Run("ip", "-n", Host, "link", "set", "lo", "up");
        if (arguments.DelayMs > 0) Shell.Run("tc", "-n", Host, "qdisc", "add", "dev", "lo", "root", "netem", "delay", $"{arguments.DelayMs / 2.0}ms", "limit", "100000");
        Process server = AcceptServer.Start(Host, folder);
        try
        {
            Shell.Try("taskset", "-acp", "1", server.Id.ToString(CultureInfo.InvariantCulture));
            await Task.Delay(1000);
            if (arguments.Dying > 0)
            {
                Shell.Run("ip", "netns", "exec", Host, "iptables-legacy", "-A", "OUTPUT", "-d", Load.DyingNet, "-p", "tcp", "--tcp-flags", "FIN", "FIN", "-j", "DROP");
                Shell.Run("ip", "netns", "exec", Host, "iptables-legacy", "-A", "OUTPUT", "-d", Load.DyingNet, "-p", "tcp", "--tcp-flags", "RST", "RST", "-j", "DROP");
            }
            Console.WriteLine("| check | targets | interval ms | product | run | checks/s | CPU % | µs CPU per check | server CPU % | PSS MiB | of it the largest process | full rate after s | not up | late ms |");
            Console.WriteLine("|---|---:|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
            foreach (string kind in arguments.Kinds)
            {
                foreach (int targets in arguments.Targets)
                {
                    for (int run = 1; run <= arguments.Repeat; run++)
                    {
                        foreach (string product in arguments.Products)
                        {
                            Load load = new(kind, targets, arguments.IntervalMs, Port, arguments.Dying);
                            Console.WriteLine(await MeasureAsync(product, load, arguments, run, server, folder));
                        }
                    }
                }
            }
            return 0;
        }
        finally
        {
            Shell.End(server);
            Shell.Try("ip", "netns", "del", Host);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> MeasureAsync(string product, Load load, ChecksArguments arguments, int run, Process server, string folder)
    {
        string place = Directory.CreateDirectory(Path.Combine(folder, $"{product}-{load.Kind}-{load.Targets}-{run}")).FullName;
        using Process process = Products.Start(product, load, arguments.Exe, place);
        try
        {
            double fullAfter = await FullRateAsync(process, load, arguments.WarmSeconds);
            Sample before = Sample.Of(process.Id), serverBefore = Sample.Of(server.Id);
            await Task.Delay(TimeSpan.FromSeconds(arguments.Seconds));
            Sample after = Sample.Of(process.Id), serverAfter = Sample.Of(server.Id);
            if (process.HasExited) return $"| {load.Kind} | {load.Targets} | {load.IntervalMs} | {product} | {run} | ended: {File.ReadAllText(Path.Combine(place, "log")).Trim().Split('\n')[^1]} |";
            double seconds = after.At - before.At, checks = after.Connects - before.Connects;
            double cpu = after.CpuSeconds - before.CpuSeconds, serverCpu = serverAfter.CpuSeconds - serverBefore.CpuSeconds;
            if (checks == 0) await Console.Error.WriteLineAsync(string.Join('\n', File.ReadLines(Path.Combine(place, "log")).TakeLast(20)));
            return string.Create(CultureInfo.InvariantCulture,
                $"| {load.Kind} | {load.Targets} | {load.IntervalMs} | {product} | {run} | {checks / seconds:F0} | {100 * cpu / seconds:F1} | {1e6 * cpu / checks:F1} | {100 * serverCpu / seconds:F1} | {after.PssMiB:F1} | {after.LargestPssMiB:F1} | {fullAfter:F1} | {Products.NotUp(product, place)} | {Products.LateAtMostMs(product, place)} |");
        }
        finally
        {
            Shell.End(process);
            await Task.Delay(1500);
        }
    }

    /// <summary>Waits for the warm-up and says when, counted from the first check, a second began that had 95 % of the checks due in it.</summary>
    private static async Task<double> FullRateAsync(Process process, Load load, int warmSeconds)
    {
        var clock = Stopwatch.StartNew();
        List<(double At, long Connects)> seen = [];
        double first = 0, full = double.NaN, due = 0.95 * load.Targets * Math.Min(1, 1000.0 / load.IntervalMs);
        while (!process.HasExited && (clock.Elapsed.TotalSeconds < first + warmSeconds || (seen.Count > 0 && seen[^1].Connects == seen[0].Connects && clock.Elapsed.TotalSeconds < 60)))
        {
            double now = clock.Elapsed.TotalSeconds;
            seen.Add((now, Sample.ConnectsOf(process.Id)));
            if (seen[^1].Connects == seen[0].Connects) first = now;
            int second = seen.FindIndex(one => one.At >= now - 1);
            if (double.IsNaN(full) && now - 1 >= first - 0.1 && seen[^1].Connects - seen[second].Connects >= due * (now - seen[second].At)) full = Math.Max(0, now - first);
            await Task.Delay(100);
        }
        return full;
    }
}
