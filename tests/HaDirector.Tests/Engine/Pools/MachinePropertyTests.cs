using FsCheck;
using FsCheck.Fluent;
using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Ipvs;
using HaDirector.Model;
using static HaDirector.Tests.Engine.Plans;

namespace HaDirector.Tests.Engine.Pools;

/// <summary>Verdicts, advice, commands, files, reloads, connections and time in any order: the table never lacks a good server without cause.</summary>
public class MachinePropertyTests
{
    [Fact]
    public void The_table_never_lacks_a_good_server_without_cause() => Prop.ForAll<int>(seed => Story(seed)).QuickCheckThrowOnFailure();

    [Fact]
    public void In_the_end_only_what_is_true_now_counts() =>
        Prop.ForAll<int>(seed =>
        {
            (MachineRig rig, VirtualServiceSpec service, Dictionary<int, Verdict> told) = Story(seed);
            foreach (RealServerSpec server in service.Servers.Append(Server(9)))
            {
                rig.Machine.Command("web", server.Address, ServerMode.Ready, rig.Now, null);
                rig.Advise(NumberOf(server), new ServerAdvice(100, ServerMode.Ready, 0));
            }
            rig.Machine.ObserveMaintenance([], rig.Now);
            foreach (RealServerSpec server in service.Servers.Append(Server(9)))
            {
                if (told.GetValueOrDefault(NumberOf(server)) == Verdict.Down) rig.Up(NumberOf(server)).Down(NumberOf(server));
                else rig.Up(NumberOf(server));
            }
            rig.After(2_000);
            if (service.Servers.Any(server => server.Backup) || rig.Pool.Sorry || rig.Pool.Panic || service.Policy.LatencyWeights is not null) return;
            foreach (RealServerSpec server in service.Servers)
            {
                bool good = told.GetValueOrDefault(NumberOf(server)) != Verdict.Down;
                Assert.Equal(good ? server.Destination.Weight * rig.State(NumberOf(server)).Scale : 0, rig.State(NumberOf(server)).Weight);
            }
        }).QuickCheckThrowOnFailure();

    private static (MachineRig Rig, VirtualServiceSpec Service, Dictionary<int, Verdict> Told) Story(int seed)
    {
        Random random = new(seed);
        VirtualServiceSpec service = RandomService(random);
        MachineRig rig = new(service);
        Dictionary<int, Verdict> told = [];
        for (int i = 0; i < 60; i++)
        {
            int number = random.Next(10) == 0 ? 9 : random.Next(1, 7);
            bool known = service.Servers.Any(server => server.Address == Server(number).Address);
            switch (random.Next(9))
            {
                case 0 or 1 or 2:
                    Verdict verdict = (Verdict)random.Next(1, 3);
                    told[number] = verdict;
                    if (verdict == Verdict.Up) rig.Up(number);
                    else rig.Down(number);
                    break;
                case 3:
                    if (known) rig.Command(number, (ServerMode)random.Next(3), random.Next(2) == 0 ? random.Next(1, 60) : null);
                    break;
                case 4:
                    rig.Advise(number, new ServerAdvice(random.Next(3) == 0 ? random.Next(0, 257) : null, random.Next(4) == 0 ? (ServerMode)random.Next(3) : null, random.Next(100)));
                    break;
                case 5:
                    service = random.Next(2) == 0 ? service : RandomService(random);
                    rig.Reload(service);
                    break;
                case 6:
                    rig.Machine.ObserveMaintenance(random.Next(2) == 0 ? [] : [Server(number).Address.ToString()], rig.Now);
                    break;
                case 7:
                    rig.Kernel(_ => (uint)random.Next(3));
                    break;
                default:
                    rig.Machine.Measure(CheckOf(Server(number)), TimeSpan.FromMilliseconds(random.Next(500)), rig.Now);
                    rig.After(random.Next(40));
                    break;
            }
            Judge(rig, service);
        }
        return (rig, service, told);
    }

    private static void Judge(MachineRig rig, VirtualServiceSpec service)
    {
        IReadOnlyDictionary<IpEndpoint, DestinationSpec> table = rig.Machine.Desired.Services[Web].Destinations;
        Assert.All(table.Values, destination => Assert.InRange(destination.Weight, 0, 65535));
        ServerState[] servers = [.. service.Servers.Select(server => rig.State(NumberOf(server)))];
        Assert.All(servers, state => Assert.Equal(state.InTable ? state.Weight : null, table.TryGetValue(state.Address, out DestinationSpec held) ? held.Weight : (int?)null));

        // Good: up, nothing asked of it, with a weight. If there is one, somebody takes connections.
        bool good = service.Servers.Any(server => rig.State(NumberOf(server)) is { Verdict: Verdict.Up, Mode: ServerMode.Ready, AdvicePercent: > 0 } && server.Destination.Weight > 0);
        if (good) Assert.Contains(table.Values, destination => destination.Weight > 0);

        // Each good one serves, or there is a reason that can be told.
        foreach (RealServerSpec server in service.Servers)
        {
            ServerState state = rig.State(NumberOf(server));
            if (state is not { Verdict: Verdict.Up, Mode: ServerMode.Ready, AdvicePercent: > 0 } || server.Destination.Weight == 0) continue;
            bool reason = state.Role switch
            {
                ServerRole.HeldBack => service.Policy.Flap is not null && state.Until > rig.Now,
                ServerRole.Standby => server.Backup,
                ServerRole.Outvoted => rig.Pool.Sorry && table.Any(entry => entry.Key == service.Policy.SorryServer!.Address && entry.Value.Weight > 0),
                _ => state.Weight > 0,
            };
            Assert.True(reason, $"{state} {rig.Pool}");
        }

        // And no one serves who must not.
        foreach (ServerState state in servers)
        {
            if (state.Mode != ServerMode.Ready) Assert.Equal(0, state.Weight);
            if (state.Verdict == Verdict.Down && !rig.Pool.Panic) Assert.Equal(0, state.Weight);
        }
        Assert.True(rig.Machine.NextDeadline > rig.Now);
    }

    private static int NumberOf(RealServerSpec server) => (int)((server.Address.Address.V4Bits & 0xFF) - 20);

    private static VirtualServiceSpec RandomService(Random random) => Service(
        [.. Enumerable.Range(1, 6).Where(_ => random.Next(4) > 0).OrderBy(_ => random.Next()).Select(n => Server(n, random.Next(0, 9)) with { Backup = random.Next(5) == 0 })]) with
    {
        Policy = new ServicePolicy
        {
            OnFailure = (FailureAction)random.Next(2),
            Start = (StartPolicy)random.Next(2),
            Drain = random.Next(2) == 0 ? null : TimeSpan.FromSeconds(random.Next(0, 60)),
            SlowStart = random.Next(2) == 0 ? null : new SlowStartSpec(TimeSpan.FromSeconds(random.Next(1, 60)), 1.5, 5),
            LatencyWeights = random.Next(3) > 0 ? null : new LatencyWeightsSpec(20, 150, TimeSpan.FromSeconds(5)),
            Quorum = new QuorumSpec(random.Next(1, 10), random.Next(0, 3)),
            SorryServer = random.Next(2) == 0 ? null : Server(9),
            PanicPercent = random.Next(2) * random.Next(100),
            Flap = random.Next(3) > 0 ? null : new FlapSpec(2, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(40)),
        },
    };
}
