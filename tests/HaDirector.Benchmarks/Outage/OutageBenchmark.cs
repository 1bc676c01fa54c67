using System.Diagnostics;
using System.Globalization;

namespace HaDirector.Benchmarks.Outage;

/// <summary>
/// What a client sees of each fault: one datagram a millisecond to the virtual address, HaDirector and keepalived on one bridge in the same
/// minutes, the fault in both at once. The fault falls at a random phase of the advert timer.
/// </summary>
internal static class OutageBenchmark
{
    private static readonly (string Name, Action<Contender> Inject, Action<Contender> Heal)[] Faults =
    [
        ("graceful", c => c.Signal(0, "TERM", Target.Main), c => c.StartDirector(0)),
        ("cut", c => Port(c, "nomaster"), c => Port(c, "master", "br0")),
        ("link-down", c => Port(c, "down"), c => Port(c, "up")),
        ("kill-vrrp", c => c.Signal(0, "KILL", c is KeepalivedPair ? Target.Child : Target.Main), c => c.StartDirector(0)),
        ("kill-director", c => c.Signal(0, "KILL", c is KeepalivedPair ? Target.Main : Target.Child), c => c.StartDirector(0)),
        ("kill", c => Both(c, "STOP", "KILL"), c => c.StartDirector(0)),
    ];

    public static int Run(Arguments arguments)
    {
        string folder = Directory.CreateTempSubdirectory("hadirector-outage-").FullName;
        int interval = arguments.IntervalMs;
        Contender[] contenders =
        [
            new HaDirectorPair(arguments.Exe, interval, bfd: false, 11, folder),
            .. arguments.Bfd ? (HaDirectorPair[])[new HaDirectorPair(arguments.Exe, interval, bfd: true, 12, folder)] : [],
            new KeepalivedPair(interval, 13, folder),
        ];
        using Lan lan = new([.. contenders.SelectMany(c => c.Hosts)]);
        Dictionary<(string Fault, string Name), List<Result>> results = [];
        try
        {
            Parallel.ForEach(contenders, c => c.Start());
            foreach ((string fault, Action<Contender> inject, Action<Contender> heal) in Faults.Where(f => arguments.Faults.Length == 0 || arguments.Faults.Contains(f.Name)))
            {
                for (int i = 0; i < arguments.Repeat; i++)
                {
                    Thread.Sleep(Random.Shared.Next(interval)); // any phase of the advert timer
                    Parallel.ForEach(contenders, c => Measure(c, fault, inject, heal, interval, results));
                }
            }
        }
        finally
        {
            foreach (Contender contender in contenders) contender.Dispose();
            Print(arguments, contenders, results); // also what there is when one of them did not come back
        }

        Directory.Delete(folder, recursive: true);
        return 0;
    }

    private static void Measure(
        Contender contender, string fault, Action<Contender> inject, Action<Contender> heal, int interval, Dictionary<(string, string), List<Result>> results)
    {
        contender.Ask("begin");
        Thread.Sleep(100);
        long at = (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));
        inject(contender);
        Thread.Sleep(500 + (5 * interval));
        double[] said = [.. contender.Ask($"end {at}").Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        lock (results)
        {
            if (!results.TryGetValue((fault, contender.Name), out List<Result>? list)) results[(fault, contender.Name)] = list = [];
            list.Add(new Result((int)said[0], said[1], said[2], said[3]));
        }

        heal(contender);
        contender.AwaitMaster('A');
    }

    private static void Print(Arguments arguments, Contender[] contenders, Dictionary<(string Fault, string Name), List<Result>> results)
    {
        Console.WriteLine($"advert interval {arguments.IntervalMs} ms, {arguments.Repeat} repetitions, all at once on {Environment.ProcessorCount} cores");
        Console.WriteLine();
        Console.WriteLine("| advert ms | fault | product | n | lost datagrams, median (min-max) | outage ms, median (min-max) | takeover ms, median (max) | prober's own pauses ms, max |");
        Console.WriteLine("|---:|---|---|---:|---|---|---|---:|");
        foreach ((string fault, _, _) in Faults)
        {
            foreach (Contender contender in contenders)
            {
                if (!results.TryGetValue((fault, contender.Name), out List<Result>? list)) continue;
                double[] lost = [.. list.Select(r => (double)r.Lost).Order()], outage = [.. list.Select(r => r.OutageMs).Order()];
                double[] takeover = [.. list.Where(r => r.TakeoverMs >= 0).Select(r => r.TakeoverMs).Order()];
                string second = takeover.Length == 0 ? "none" : Text($"{takeover[takeover.Length / 2]:F0} ({takeover[^1]:F0})");
                Console.WriteLine(Text(
                    $"| {arguments.IntervalMs} | {fault} | {contender.Name} | {list.Count} | {lost[lost.Length / 2]:F0} ({lost[0]:F0}-{lost[^1]:F0}) | {outage[outage.Length / 2]:F1} ({outage[0]:F1}-{outage[^1]:F1}) | {second} | {list.Max(r => r.StallMs):F0} |"));
            }
        }
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static void Port(Contender contender, params string[] change) => Shell.Run("ip", ["-n", Lan.Switch, "link", "set", $"{contender.Host(0)}-0", .. change]);

    private static void Both(Contender contender, string first, string second)
    {
        contender.Signal(0, first, Target.All);
        contender.Signal(0, second, Target.All);
    }

    private sealed record Result(int Lost, double OutageMs, double StallMs, double TakeoverMs);
}
