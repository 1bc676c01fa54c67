using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace HaDirector.Benchmarks;

/// <summary>
/// As many virtual routers as one interface can have, HaDirector and keepalived in the same seconds on two bridges: how soon all are advertised,
/// what they cost, and how late an advert gets. Three intervals and the skew of priority 200 (3.22 s at 1 s) are the standard's part of the start.
/// </summary>
internal static class RoutersBenchmark
{
    private const int Routers = 255;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        string folder = Directory.CreateTempSubdirectory("hadirector-bench-").FullName;
        using Lan own = new("hb-own", [("hb-ha1", "10.78.0.1/16"), ("hb-ha2", "10.78.0.2/16")]);
        using Lan peer = new("hb-peer", [("hb-ka1", "10.78.0.1/16"), ("hb-ka2", "10.78.0.2/16")]);
        using AdvertCapture ownAdverts = new("hb-own"), peerAdverts = new("hb-peer");
        List<Process> running = [];
        try
        {
            await Task.Delay(500);
            string config = Path.Combine(folder, "hadirector.yaml");
            await File.WriteAllTextAsync(config, HaDirectorConfig(arguments.IntervalMs));
            // The masters one after the other, so that no start pays for another.
            double began = Now();
            running.Add(StartHaDirector("lb01", "hb-ha1", config, arguments, folder));
            await Task.Delay(TimeSpan.FromSeconds(8));
            double peerBegan = Now();
            running.Add(StartKeepalived(1, arguments.IntervalMs, folder));
            await Task.Delay(TimeSpan.FromSeconds(8));
            running.Add(StartHaDirector("lb02", "hb-ha2", config, arguments, folder));
            running.Add(StartKeepalived(2, arguments.IntervalMs, folder));
            await Task.Delay(TimeSpan.FromSeconds(8));

            double from = Now();
            TimeSpan[] before = [.. running.Select(process => Cpu(process.Id))];
            await Task.Delay(TimeSpan.FromSeconds(arguments.Seconds));
            TimeSpan[] spent = [.. running.Select((process, i) => Cpu(process.Id) - before[i])];

            Console.WriteLine($"{Routers} virtual routers on one interface, {arguments.IntervalMs} ms, {arguments.Seconds} s, {Environment.ProcessorCount} cores");
            Console.WriteLine();
            Console.WriteLine("| product | CPU master % | CPU backup % | all advertised after s | gaps n | p50 ms | p99 ms | max ms | over 1.5 intervals |");
            Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
            Row("HaDirector", ownAdverts.Stop(), spent[0], spent[2], began, from, arguments);
            Row("keepalived", peerAdverts.Stop(), spent[1], spent[3], peerBegan, from, arguments);
            return 0;
        }
        finally
        {
            foreach (Process process in running) Shell.End(process);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Row(
        string product, IReadOnlyList<AdvertCapture.Seen> seen, TimeSpan master, TimeSpan backup, double began, double from, Arguments arguments)
    {
        IGrouping<int, AdvertCapture.Seen>[] routers = [.. seen.Where(s => s.Sender == "10.78.0.1" && s.Priority > 0).GroupBy(s => s.VirtualRouterId)];
        double all = routers.Length == Routers ? routers.Max(router => router.First().Second) - began : double.NaN;
        double[] gaps = [.. routers.SelectMany(router => router.Where(s => s.Second >= from).ToArray() is var r ? r.Zip(r.Skip(1), (a, b) => (b.Second - a.Second) * 1000) : [])];
        Spread spread = Spread.Of(gaps);
        double Percent(TimeSpan cpu) => cpu.TotalSeconds / arguments.Seconds * 100;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {product} | {Percent(master):F2} | {Percent(backup):F2} | {all:F2} | {spread.Count} | {spread.P50:F2} | {spread.P99:F2} | {spread.Max:F2} | {gaps.Count(g => g > 1.5 * arguments.IntervalMs)} |"));
    }

    private static double Now() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;

    private static Process StartHaDirector(string name, string netns, string config, Arguments arguments, string folder) =>
        Shell.StartIn(netns, Path.Combine(folder, name + ".log"), new Dictionary<string, string>(),
            arguments.Exe, "run", "--config", config, "--director", name, "--run-dir", Path.Combine(folder, name));

    // User and system time of a process and all its children that live (proc(5), stat: fields 14 and 15 in hundredths of a second).
    private static TimeSpan Cpu(int id)
    {
        string stat = File.ReadAllText($"/proc/{id}/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        TimeSpan own = TimeSpan.FromMilliseconds(10 * (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)));
        foreach (string child in File.ReadAllText($"/proc/{id}/task/{id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            own += Cpu(int.Parse(child, CultureInfo.InvariantCulture));
        return own;
    }

    private static Process StartKeepalived(int seat, int intervalMs, string folder)
    {
        // Without the limit raised, keepalived is killed for taking the processor too long at start.
        StringBuilder text = new("global_defs {\n  vrrp_version 3\n  vrrp_rt_priority 50\n  vrrp_no_swap\n  vrrp_rlimit_rttime 5000000\n}\n");
        for (int id = 1; id <= Routers; id++)
            text.Append(CultureInfo.InvariantCulture, $$"""
                vrrp_instance r{{id}} {
                  state BACKUP
                  interface eth0
                  virtual_router_id {{id}}
                  priority {{(seat == 1 ? 200 : 100)}}
                  advert_int {{intervalMs / 1000.0}}
                  virtual_ipaddress { 10.78.1.{{id}}/16 }
                }

                """);
        string config = Path.Combine(folder, $"keepalived{seat}.conf");
        File.WriteAllText(config, text.ToString());
        string Pid(string part) => Path.Combine(folder, $"{seat}.{part}.pid");
        return Shell.StartIn($"hb-ka{seat}", Path.Combine(folder, $"keepalived{seat}.log"), new Dictionary<string, string>(),
            "keepalived", "--dont-fork", "--log-console", "-P", "-f", config, "-p", Pid("main"), "-r", Pid("vrrp"), "-c", Pid("checkers"), "-b", Pid("bfd"));
    }

    private static string HaDirectorConfig(int intervalMs)
    {
        StringBuilder yaml = new("directors:\n  lb01: { address: 10.78.0.1 }\n  lb02: { address: 10.78.0.2 }\nvirtual_routers:\n");
        for (int id = 1; id <= Routers; id++)
            yaml.Append(CultureInfo.InvariantCulture,
                $"  r{id}: {{ interface: eth0, virtual_router_id: {id}, priority: {{ lb01: 200, lb02: 100 }}, advert_interval: {intervalMs}ms, addresses: [ 10.78.1.{id}/16 ] }}\n");
        return yaml.ToString();
    }
}
