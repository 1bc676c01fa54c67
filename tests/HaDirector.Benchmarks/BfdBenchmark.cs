using System.Diagnostics;
using System.Text.Json;

namespace HaDirector.Benchmarks;

/// <summary>
/// False downs of BFD under load: two ends of HaDirector at 10 ms times 3 and at 3 ms times 3 and two ends of FRR at 10 ms times 3, on one bridge in the
/// same minutes, every core burnt by other processes. Nobody dies, so each down is false.
/// </summary>
internal static class BfdBenchmark
{
    private static readonly Pair[] Pairs =
    [
        new("HaDirector", 10, "hb-d1", "10.77.0.1", "hb-d2", "10.77.0.2", IsFrr: false),
        new("HaDirector", 3, "hb-e1", "10.77.0.3", "hb-e2", "10.77.0.4", IsFrr: false),
        new("FRR bfdd", 10, "hb-f1", "10.77.0.5", "hb-f2", "10.77.0.6", IsFrr: true),
    ];

    public static async Task<int> RunAsync(Arguments arguments)
    {
        string folder = Directory.CreateTempSubdirectory("hadirector-bench-").FullName;
        var running = new List<Process>();
        using var lan = new Lan([.. Pairs.SelectMany(p => new[] { (p.FirstHost, p.FirstAddress + "/24"), (p.SecondHost, p.SecondAddress + "/24") })]);
        try
        {
            foreach (Pair pair in Pairs)
            {
                if (pair.IsFrr) await StartFrrAsync(pair, folder, running);
                else StartHaDirector(pair, arguments, folder, running);
            }

            await Task.Delay(TimeSpan.FromSeconds(12)); // both processes, slow start, the first polls
            using var burners = new Burners();
            await Task.Delay(TimeSpan.FromSeconds(2));
            Counts[] before = [.. Pairs.Select(p => Read(p, arguments, folder))];
            await Task.Delay(TimeSpan.FromSeconds(arguments.Seconds));
            Counts[] after = [.. Pairs.Select(p => Read(p, arguments, folder))];

            Console.WriteLine($"BFD for {arguments.Seconds} s; {Environment.ProcessorCount} cores burnt by as many busy loops; changes from up to down counted at both ends");
            Console.WriteLine();
            Console.WriteLine("| product | interval x 3 | false downs | n (packets received) | up at the end |");
            Console.WriteLine("|---|---:|---:|---:|---:|");
            for (int i = 0; i < Pairs.Length; i++)
                Console.WriteLine($"| {Pairs[i].Product} | {Pairs[i].IntervalMs} ms | {after[i].Downs - before[i].Downs} | {after[i].Received - before[i].Received} | {after[i].Up} of 2 |");
            return 0;
        }
        finally
        {
            foreach (Process process in Enumerable.Reverse(running)) Shell.End(process);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void StartHaDirector(Pair pair, Arguments arguments, string folder, List<Process> running)
    {
        string config = Path.Combine(folder, pair.FirstHost + ".yaml");
        File.WriteAllText(config, $$"""
            directors:
              {{pair.FirstHost}}: { address: {{pair.FirstAddress}} }
              {{pair.SecondHost}}: { address: {{pair.SecondAddress}} }
            bfd:
              peer: { interface: eth0, interval: {{pair.IntervalMs}}ms, multiplier: 3 }
            """);
        foreach (string host in pair.Hosts)
        {
            running.Add(Shell.StartIn(
                host, Path.Combine(folder, host + ".log"), new Dictionary<string, string>(),
                arguments.Exe, "run", "--config", config, "--director", host, "--run-dir", Path.Combine(folder, host)));
        }
    }

    // Each daemon in a folder of its own that it can write after it gave up root.
    private static async Task StartFrrAsync(Pair pair, string folder, List<Process> running)
    {
        Shell.Run("chmod", "711", folder);
        foreach ((string host, string local, string peer) in pair.Ends)
        {
            string own = Directory.CreateDirectory(Path.Combine(folder, host)).FullName;
            await File.WriteAllTextAsync(Path.Combine(own, "zebra.conf"), "");
            await File.WriteAllTextAsync(Path.Combine(own, "bfdd.conf"), $"""
                bfd
                 peer {peer} local-address {local} interface eth0
                  detect-multiplier 3
                  receive-interval {pair.IntervalMs}
                  transmit-interval {pair.IntervalMs}
                 !
                !

                """);
            Shell.Run("chown", "-R", "frr:frr", own);
            foreach (string program in (string[])["zebra", "bfdd"])
            {
                string[] more = program == "bfdd" ? ["--bfdctl", Path.Combine(own, "bfdd.sock")] : [];
                running.Add(Shell.StartIn(
                    host, Path.Combine(folder, $"{host}.{program}.log"), new Dictionary<string, string>(),
                    [
                        "/usr/lib/frr/" + program, "--vty_socket", own, "-z", Path.Combine(own, "zserv.api"), "-i", Path.Combine(own, program + ".pid"),
                        "-A", "127.0.0.1", "-P", "0", "-f", Path.Combine(own, program + ".conf"), .. more,
                    ]));
                await Task.Delay(TimeSpan.FromSeconds(1.5));
            }
        }
    }

    private static Counts Read(Pair pair, Arguments arguments, string folder)
    {
        Counts sum = new(0, 0, 0);
        foreach (string host in pair.Hosts)
        {
            Counts one = pair.IsFrr ? ReadFrr(Path.Combine(folder, host)) : ReadHaDirector(arguments.Exe, Path.Combine(folder, host));
            sum = new Counts(sum.Downs + one.Downs, sum.Received + one.Received, sum.Up + one.Up);
        }

        return sum;
    }

    private static Counts ReadHaDirector(string exe, string runDirectory)
    {
        using JsonDocument status = JsonDocument.Parse(Output(exe, "status", "--format", "json", "--run-dir", runDirectory));
        JsonElement session = status.RootElement.GetProperty("sessions")[0];
        int up = session.GetProperty("state").GetString() == "up" ? 1 : 0;
        return new Counts(session.GetProperty("came_up").GetInt64() - up, session.GetProperty("received").GetInt64(), up);
    }

    private static Counts ReadFrr(string folder)
    {
        using JsonDocument counters = JsonDocument.Parse(Output("vtysh", "--vty_socket", folder, "-c", "show bfd peers counters json"));
        using JsonDocument peers = JsonDocument.Parse(Output("vtysh", "--vty_socket", folder, "-c", "show bfd peers json"));
        JsonElement peer = counters.RootElement[0];
        return new Counts(
            peer.GetProperty("session-down").GetInt64(), peer.GetProperty("control-packet-input").GetInt64(),
            peers.RootElement[0].GetProperty("status").GetString() == "up" ? 1 : 0);
    }

    private static string Output(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text;
    }

    private sealed record Counts(long Downs, long Received, int Up);

    private sealed record Pair(string Product, int IntervalMs, string FirstHost, string FirstAddress, string SecondHost, string SecondAddress, bool IsFrr)
    {
        public string[] Hosts => [FirstHost, SecondHost];

        public (string Host, string Local, string Peer)[] Ends =>
            [(FirstHost, FirstAddress, SecondAddress), (SecondHost, SecondAddress, FirstAddress)];
    }
}
