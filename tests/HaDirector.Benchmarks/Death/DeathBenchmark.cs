using System.Diagnostics;

namespace HaDirector.Benchmarks.Death;

/// <summary>
/// How long the kernel goes on giving connections to a server that is dead, and none to one that lives again: a whole director, its checks and a real
/// ip_vs, one server after the other dying and recovering at any phase of its checks. The times are the stamps of the director's log.
/// </summary>
internal static class DeathBenchmark
{
    private const string Director = "hb-lb";
    private const int ServersPerKind = 3;
    private static readonly (string Kind, string Check, Way[] Ways)[] Kinds =
        [("tcp", "tcp: {}", [Way.Killed, Way.Silent]), ("http", "http: { path: / }", [Way.Killed, Way.Silent, Way.Hung])];

    private sealed record Event(string Kind, Way Way, bool Death, double TotalMs, double KernelMs);

    public static int Run(DeathArguments arguments)
    {
        string folder = Directory.CreateTempSubdirectory("hadirector-death-").FullName;
        (string Host, string Address)[] hosts = [.. Enumerable.Range(0, Kinds.Length * ServersPerKind).Select(i => ($"hb-r{i}", $"10.79.0.{i + 10}"))];
        using Lan lan = new([(Director, "10.79.0.1/24"), .. hosts.Select(host => (host.Host, host.Address + "/24"))]);
        List<DyingServer> servers = [];
        Process? director = null;
        try
        {
            foreach ((string host, string address) in hosts) servers.Add(new DyingServer(host, address, "10.79.0.1", Directory.CreateDirectory(Path.Combine(folder, host)).FullName));
            foreach (DyingServer server in servers) server.AwaitListening();
            string config = Path.Combine(folder, "hadirector.yaml"), log = Path.Combine(folder, "log");
            File.WriteAllText(config, Configuration(arguments, servers));
            director = Shell.StartIn(
                Director, log, new Dictionary<string, string>(), arguments.Exe, "run", "--config", config, "--director", "lb01", "--run-dir", Path.Combine(folder, "run"));
            Journal journal = new(log);
            while (!File.Exists(log)) Thread.Sleep(10);
            journal.Await(text => servers.TrueForAll(server => text.Contains($"server {server.Name} of ", StringComparison.Ordinal) && text.Contains($"ipvs: add server {server.Name} ", StringComparison.Ordinal)));
            Print(arguments, Measure(arguments, servers, journal), journal);
            return 0;
        }
        finally
        {
            if (director is not null) Shell.End(director);
            foreach (DyingServer server in servers) server.Dispose();
        }
    }

    private static List<Event> Measure(DeathArguments arguments, List<DyingServer> servers, Journal journal)
    {
        List<Event> events = [];
        for (int i = 0; events.Count < arguments.Events; i++)
        {
            (string kind, _, Way[] ways) = Kinds[i % servers.Count / ServersPerKind];
            DyingServer server = servers[i % servers.Count];
            Way way = ways[i / servers.Count % ways.Length];
            foreach (bool death in (bool[])[true, false])
            {
                Thread.Sleep(Random.Shared.Next(arguments.IntervalMs)); // any phase of the checks
                DateTimeOffset at = death ? server.Die(way) : server.Recover(way);
                (DateTimeOffset verdict, DateTimeOffset kernel) = journal.Await(server.Name, death ? 0 : 1);
                events.Add(new Event(kind, way, death, (kernel - at).TotalMilliseconds, (kernel - verdict).TotalMilliseconds));
            }
        }
        return events;
    }

    private static void Print(DeathArguments arguments, List<Event> events, Journal journal)
    {
        Console.WriteLine(FormattableString.Invariant(
            $"interval {arguments.IntervalMs} ms, timeout {arguments.TimeoutMs} ms, fall {arguments.Fall}, rise {arguments.Rise}; verdicts on servers that nothing was done to: {journal.FalseVerdicts}"));
        Console.WriteLine();
        Console.WriteLine("| check | server | n | event to kernel ms, median | max | bound | over | verdict to kernel ms, median | max |");
        Console.WriteLine("|---|---|---:|---:|---:|---:|---:|---:|---:|");
        foreach (IGrouping<(string Kind, Way Way, bool Death), Event> group in events.GroupBy(one => (one.Kind, one.Way, one.Death)).OrderBy(group => group.Key))
            Row(arguments, group.Key.Kind, $"{(group.Key.Death ? "" : "no longer ")}{group.Key.Way.ToString().ToLowerInvariant()}", [.. group]);
        Row(arguments, "all", "dies", [.. events.Where(one => one.Death)]);
        Row(arguments, "all", "recovers", [.. events.Where(one => !one.Death)]);
    }

    private static void Row(DeathArguments arguments, string kind, string what, Event[] events)
    {
        int bound = events[0].Death ? arguments.DeathBoundMs : arguments.RecoveryBoundMs;
        Spread total = Spread.Of([.. events.Select(one => one.TotalMs)]), kernel = Spread.Of([.. events.Select(one => one.KernelMs)]);
        Console.WriteLine(FormattableString.Invariant(
            $"| {kind} | {what} | {total.Count} | {total.P50:F0} | {total.Max:F0} | {bound} | {events.Count(one => one.TotalMs > bound)} | {kernel.P50:F0} | {kernel.Max:F0} |"));
    }

    private static string Configuration(DeathArguments arguments, List<DyingServer> servers)
    {
        List<string> lines = ["directors:", "  lb01: { address: 10.79.0.1 }", "services:"];
        for (int i = 0; i < Kinds.Length; i++)
        {
            lines.Add($"  {Kinds[i].Kind}:");
            lines.Add($"    address: tcp://10.79.0.80:{80 + i}");
            lines.Add("    forwarding: nat");
            lines.Add($"    check: {{ {Kinds[i].Check}, interval: {arguments.IntervalMs}ms, timeout: {arguments.TimeoutMs}ms, rise: {arguments.Rise}, fall: {arguments.Fall} }}");
            lines.Add($"    servers: [ {string.Join(", ", servers.Skip(i * ServersPerKind).Take(ServersPerKind).Select(server => $"{{ address: \"{server.Name}\" }}"))} ]");
        }
        return string.Join('\n', lines) + "\n";
    }
}
