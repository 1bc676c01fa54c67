using System.Collections.Concurrent;
using System.Diagnostics;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Linux;
using HaDirector.Model;
using HaDirector.Probes;

namespace HaDirector.Benchmarks;

/// <summary>What a check costs: the check board paces tries against thousands of loopback addresses that one nginx answers.</summary>
internal static class ProbeBenchmark
{
    private const int Port = 18_080;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        string folder = Directory.CreateTempSubdirectory("hd-probes-").FullName;
        Process nginx = Start(folder);
        try
        {
            await UntilAnswered();
            Console.WriteLine("check   checks/s  failed  us CPU/check (user + system)  B/check  late max ms");
            foreach (CheckKind kind in (CheckKind[])[new TcpCheck(), HttpCheck.Get("/", null, 200, 299, null), HttpCheck.Get("/", null, 200, 299, "ok")])
            {
                await Measure(kind, arguments.Checks, 2); // warm
                Console.WriteLine(await Measure(kind, arguments.Checks, arguments.Seconds));
            }
            return 0;
        }
        finally
        {
            Shell.End(nginx);
            nginx.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> Measure(CheckKind kind, int checks, int seconds)
    {
        await Task.Delay(1000); // what the last run left is closed
        CheckSpec[] specs = [.. Enumerable.Range(0, checks).Select(i => Spec(kind, 0x7F010000u + (uint)i))];
        CheckBoard board = new(specs, Clock.Now, concurrencyMax: checks);
        ConcurrentQueue<(CheckTicket, ProbeResult)> results = new();
        List<CheckTicket> due = [];
        int done = 0, failed = 0;
        TimeSpan late = default;

        using Process self = Process.GetCurrentProcess();
        (TimeSpan user, TimeSpan system, long bytes) = (self.UserProcessorTime, self.PrivilegedProcessorTime, GC.GetTotalAllocatedBytes());
        Instant end = Clock.Now + TimeSpan.FromSeconds(seconds);
        while (Clock.Now < end)
        {
            while (results.TryDequeue(out (CheckTicket Ticket, ProbeResult Result) result))
            {
                board.Record(result.Ticket, result.Result, Clock.Now);
                done++;
                if (!result.Result.Passed && failed++ == 0) Console.Error.WriteLine(result.Result.Detail);
            }
            board.TakeDue(Clock.Now, due);
            if (due.Count > 0 && board.Lateness > late) late = board.Lateness;
            foreach (CheckTicket ticket in due) _ = Probe(ticket);
            due.Clear();
            Thread.Sleep(1);
        }
        self.Refresh();
        double PerCheck(TimeSpan used) => used.TotalMicroseconds / Math.Max(1, done);
        double u = PerCheck(self.UserProcessorTime - user), s = PerCheck(self.PrivilegedProcessorTime - system);
        string name = kind is HttpCheck http && http.Requests[0].BodyPattern is not null ? "body" : kind.Name;
        return $"{name,-6} {done / (double)seconds,9:0} {failed,7} {u + s,12:0.0} ({u:0.0} + {s:0.0}) {(GC.GetTotalAllocatedBytes() - bytes) / Math.Max(1, done),12} {late.TotalMilliseconds,12:0.0}";

        async Task Probe(CheckTicket ticket) => results.Enqueue((ticket, await ProbeCatalog.Run(ticket.Spec, CancellationToken.None)));
    }

    private static CheckSpec Spec(CheckKind kind, uint address) => new(
        kind, new IpEndpoint(IpAddress.FromV4(address), Port), TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(900), 2, 3);

    private static async Task UntilAnswered()
    {
        for (int i = 0; i < 500; i++)
        {
            if ((await ProbeCatalog.Run(Spec(new TcpCheck(), 0x7F000001u), CancellationToken.None)).Passed) return;
            await Task.Delay(20);
        }
        throw new InvalidOperationException("nginx did not start");
    }

    private static Process Start(string folder) =>
        Process.Start(new ProcessStartInfo("nginx", ["-p", folder, "-c", AcceptServer.Configure(folder, Port)]) { RedirectStandardError = true })!;
}
