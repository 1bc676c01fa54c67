using System.Diagnostics;
using System.Globalization;

namespace HaDirector.Benchmarks;

/// <summary>Resident memory (PSS), start to first log line and to first advert, size on disk: idle, one virtual router, next to keepalived.</summary>
internal static class FootprintBenchmark
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        string config = Path.GetFullPath("examples/dr-pair.yaml");
        var own = new List<Run>();
        var peer = new List<Run>();
        for (int i = 0; i < arguments.Repeat; i++)
        {
            own.Add(await MeasureAsync((netns, folder) => Shell.StartIn(netns, Path.Combine(folder, "log"), new Dictionary<string, string>(),
                arguments.Exe, "run", "--config", config, "--director", "lb01", "--run-dir", Path.Combine(folder, "run"))));
            peer.Add(await MeasureAsync(StartKeepalived));
        }
        Console.WriteLine($"| product | PSS MiB, each process | PSS MiB together | first log line ms | first advert ms | on disk MiB |");
        Console.WriteLine("|---|---|---:|---:|---:|---:|");
        Print("HaDirector", own, new FileInfo(arguments.Exe).Length);
        Print("keepalived", peer, new FileInfo("/usr/sbin/keepalived").Length);
        return 0;
    }

    private sealed record Run(double[] PssMiB, double FirstLogMs, double FirstAdvertMs);

    private static void Print(string product, List<Run> runs, long bytes)
    {
        double Median(Func<Run, double> of) => Spread.Of([.. runs.Select(of)]).P50;
        string each = string.Join(" + ", Enumerable.Range(0, runs[0].PssMiB.Length)
            .Select(i => Median(r => r.PssMiB.ElementAtOrDefault(i)).ToString("F1", CultureInfo.InvariantCulture)));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {product} | {each} | {Median(r => r.PssMiB.Sum()):F1} | {Median(r => r.FirstLogMs):F0} | {Median(r => r.FirstAdvertMs):F0} | {bytes / 1048576.0:F1} |"));
    }

    private static async Task<Run> MeasureAsync(Func<string, string, Process> start)
    {
        string folder = Directory.CreateTempSubdirectory("hadirector-bench-").FullName;
        using var lan = new Lan(("hb-one", "192.0.2.11/24"));
        Shell.Run("ip", "-n", "hb-one", "link", "add", "eth1", "type", "bridge");
        Shell.Run("ip", "-n", "hb-one", "addr", "add", "198.51.100.11/24", "dev", "eth1");
        Shell.Run("ip", "-n", "hb-one", "link", "set", "eth1", "up");
        using var capture = new AdvertCapture(Lan.Switch);
        await Task.Delay(500);
        double startedAt = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var clock = Stopwatch.StartNew();
        Process process = start("hb-one", folder);
        try
        {
            string log = Path.Combine(folder, "log");
            while (clock.ElapsedMilliseconds < 10_000 && !(File.Exists(log) && new FileInfo(log).Length > 0)) await Task.Delay(1);
            double firstLog = clock.Elapsed.TotalMilliseconds;
            await Task.Delay(TimeSpan.FromSeconds(10)); // idle
            double[] pss = [.. Family(process.Id).Select(PssMiB)];
            double firstAdvert = capture.Stop() is [var first, ..] ? (first.Second * 1000) - startedAt : double.NaN;
            return new Run(pss, firstLog, firstAdvert);
        }
        finally
        {
            Shell.End(process);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<int> Family(int id) =>
        File.ReadAllText($"/proc/{id}/task/{id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(child => Family(int.Parse(child, CultureInfo.InvariantCulture))).Prepend(id);

    private static double PssMiB(int id) =>
        double.Parse(File.ReadLines($"/proc/{id}/smaps_rollup").First(l => l.StartsWith("Pss:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;

    private static Process StartKeepalived(string netns, string folder)
    {
        string config = Path.Combine(folder, "keepalived.conf");
        File.WriteAllText(config, """
            global_defs { vrrp_version 3 }
            vrrp_instance bench {
              state BACKUP
              interface eth0
              virtual_router_id 51
              priority 150
              advert_int 0.1
              virtual_ipaddress { 192.0.2.80/24 }
            }
            """);
        string Pid(string part) => Path.Combine(folder, part + ".pid");
        return Shell.StartIn(netns, Path.Combine(folder, "log"), new Dictionary<string, string>(),
            "keepalived", "--dont-fork", "--log-console", "-P", "-f", config, "-p", Pid("main"), "-r", Pid("vrrp"), "-c", Pid("checkers"), "-b", Pid("bfd"));
    }
}
