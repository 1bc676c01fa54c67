using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using HaDirector.Control;
using HaDirector.Daemon.Api;
using HaDirector.Daemon.Loops;
using HaDirector.Daemon.Services;
using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Ipvs;
using HaDirector.Model;
using Serilog;

namespace HaDirector.Linux.Tests.Api;

/// <summary>10,000 services of 10 servers are an ordinary case: what is counted here is what of an answer is there at once.</summary>
public sealed class LongAnswerTests : IDisposable
{
    private const int Services = 10_000, Servers = 10;
    private const int PieceMax = 128 * 1024; // two of the pipe's, and what was under way

    private readonly string _directory = Directory.CreateTempSubdirectory("hd-answer-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Of_a_status_of_100000_servers_a_piece_is_there_at_a_time()
    {
        Plan plan = Large(Services);
        using ServiceLoop loop = Loop(plan);
        int taken = 0;
        StatusQuery all = new(null, false, int.MaxValue, int.MaxValue);
        Snapshot Status(ServiceChoice choice) => new()
        {
            Version = "1",
            Director = "lb01",
            ConfigHash = "",
            ConfigPath = "",
            At = default,
            Started = default,
            Reloads = new ReloadReport(0, 0, null),
            Ipvs = new IpvsReport { Available = null, Reconciles = 0, Changes = 0, Errors = 0, Drift = 0 },
            Services = new StreamedList<ServiceReport>(
                choice.Services.Count, ServiceReports.Of(choice, loop, new Dictionary<string, PoolState>(), () => null).Select(service => Count(service, ref taken))),
        };
        // Short answers before: who writes those must not conclude that all are.
        for (int i = 0; i < 20; i++) await Write(Status(ServiceChoice.Of(plan, [], all with { Service = "none" })), ControlJson.Status, "configured_weight", () => 0);
        Assert.Equal(Services * Servers, await Write(Status(ServiceChoice.Of(plan, [], all)), ControlJson.Status, "configured_weight", () => taken));
    }

    [Fact]
    public async Task Of_a_list_of_100000_servers_or_checks_a_piece_is_there_at_a_time()
    {
        using ServiceLoop loop = Loop(Large(Services));
        for (int i = 0; i < 20; i++) await Write(ServerReports.Of(loop, "s7", int.MaxValue, default), ControlJson.Servers, "role_ends_seconds", () => 0);
        ServerList servers = ServerReports.Of(loop, null, int.MaxValue, default);
        Assert.Equal(Services * Servers, servers.Matching);
        int taken = 0;
        servers = servers with { Servers = servers.Servers.Select(server => Count(server, ref taken)) };
        Assert.Equal(Services * Servers, await Write(servers, ControlJson.Servers, "role_ends_seconds", () => taken));

        CheckList checks = CheckReports.Of(loop, new CheckQuery(null, null, null, false, int.MaxValue), default);
        Assert.Equal(Services * Servers, checks.Matching);
        taken = 0;
        checks = checks with { Checks = checks.Checks.Select(check => Count(check, ref taken)) };
        Assert.Equal(Services * Servers, await Write(checks, ControlJson.Checks, "users_total", () => taken));
    }

    [Fact]
    public void A_part_is_copied_when_the_one_before_was_taken()
    {
        Plan plan = Large(1000);
        using ServiceLoop loop = Loop(plan);
        int asked = 0;
        foreach (ServiceView view in loop.Views(plan.Services.Select(service => Count(service, ref asked))))
        {
            Assert.InRange(view.ServerStates.Count, 1, ServiceLoop.ServersAtOnce);
            if (view.Services[0] == plan.Services[0]) Assert.InRange(asked, 1, ServiceLoop.ServicesAtOnce + 1);
        }
        Assert.Equal(1000, asked);
        Assert.Equal([2, 2, 1], ServiceParts.Of(plan.Services.Take(5), 4, 25).Select(part => part.Count));
        Assert.Equal([4, 1], ServiceParts.Of(plan.Services.Take(5), 4, 1000).Select(part => part.Count));
        Assert.Equal([1, 1], ServiceParts.Of(plan.Services.Take(2), 4, 5).Select(part => part.Count)); // one too large is a part by itself
    }

    [Theory]
    [InlineData(null, null, 3, "s0 s1|s0|s1")]
    [InlineData("s1", null, 2, "s0 s1|s1")]
    [InlineData("s1", "192.0.2.1", 1, "s0 s1")]
    [InlineData(null, "192.0.2.1:80", 1, "s0 s1")]
    [InlineData("none", null, 0, "")]
    public void A_check_that_services_share_is_told_once_with_all_who_use_it(string? service, string? server, int matching, string users)
    {
        VirtualServiceSpec Service(int number, uint own) =>
            new($"s{number}", ServiceKey.Mark((uint)number + 1, IpFamily.V4), new ServiceSpec("rr", ServiceFlags.None, 0, 32), ServicePolicy.Default, [Server(0xC0000201), Server(own)]);
        using ServiceLoop loop = Loop(Of([Service(0, 0xC0000202), Service(1, 0xC0000203)]));
        CheckQuery query = new(service, server, null, false, int.MaxValue);
        CheckList checks = CheckReports.Of(loop, query, default);
        Assert.Equal(matching, checks.Matching);
        Assert.Equal(users, string.Join('|', checks.Checks.Select(check => string.Join(' ', check.Users))));
        Assert.All(checks.Checks, check => Assert.Equal(check.Users.Count, check.UsersTotal));
        Assert.Equal(Math.Min(matching, 1), CheckReports.Of(loop, query with { Limit = 1 }, default).Checks.Count());
        Assert.Equal(0, CheckReports.Of(loop, query with { Verdict = Verdict.Down }, default).Matching);
    }

    // Reads as it is written; gives how often the word came.
    private static async Task<int> Write<T>(T answer, JsonTypeInfo<T> type, string word, Func<int> taken)
    {
        Pipe pipe = new();
        Task writing = Task.Run(async () =>
        {
            await LongAnswer.Write(pipe.Writer, answer, type, CancellationToken.None);
            await pipe.Writer.CompleteAsync();
        });
        byte[] wanted = Encoding.ASCII.GetBytes($"\"{word}\"");
        int count = 0;
        byte[] rest = [];
        while (true)
        {
            ReadResult read = await pipe.Reader.ReadAsync();
            Assert.InRange(read.Buffer.Length, 0, PieceMax);
            byte[] text = [.. rest, .. System.Buffers.BuffersExtensions.ToArray(read.Buffer)];
            pipe.Reader.AdvanceTo(read.Buffer.End);
            int from = 0;
            for (int at; (at = text.AsSpan(from).IndexOf(wanted)) >= 0; from += at + wanted.Length) count++;
            rest = text[Math.Max(from, text.Length - wanted.Length + 1)..];
            Assert.InRange(taken() - count, int.MinValue, 2 * PieceMax / 100); // an item is longer than 100 bytes
            if (read.IsCompleted) break;
        }
        await writing;
        return count;
    }

    private static ServiceReport Count(ServiceReport service, ref int taken)
    {
        taken += service.Servers.Count;
        return service;
    }

    private static T Count<T>(T item, ref int taken)
    {
        taken++;
        return item;
    }

    private ServiceLoop Loop(Plan plan)
    {
        ILogger log = new LoggerConfiguration().CreateLogger();
        Daemon.Conditions conditions = new(log);
        return new ServiceLoop(
            plan, () => IpvsTable.Empty, (_, _) => { }, () => null, (_, _) => throw new InvalidOperationException(), new StateFiles(_directory, conditions, log), conditions, log, (_, _) => { });
    }

    private static Plan Large(int services) => Of(
    [
        .. Enumerable.Range(0, services).Select(number => new VirtualServiceSpec(
            $"s{number}", ServiceKey.Mark((uint)number + 1, IpFamily.V4), new ServiceSpec("rr", ServiceFlags.None, 0, 32), ServicePolicy.Default,
            [.. Enumerable.Range(0, Servers).Select(server => Server(0x0A000000u + (uint)((number * Servers) + server)))])),
    ]);

    private static Plan Of(IReadOnlyList<VirtualServiceSpec> services) => new(
        "lb01", [new DirectorSpec("lb01", null)], [], services, null, new IpvsPolicy(false, false), new ControlSpec("/tmp/c", null), "");

    private static RealServerSpec Server(uint host)
    {
        IpEndpoint address = new(IpAddress.FromV4(host), 80);
        CheckSpec check = new(new TcpCheck(), address, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(500), 2, 3);
        return new RealServerSpec(address, new DestinationSpec(Forwarding.DirectRouting, 1), new CheckTree.One(check));
    }
}
