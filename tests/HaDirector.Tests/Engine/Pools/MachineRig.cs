using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Ipvs;
using HaDirector.Model;
using static HaDirector.Tests.Engine.Plans;

namespace HaDirector.Tests.Engine.Pools;

/// <summary>A machine with a clock and a memory of its verdicts, for stories about one service with servers 192.0.2.21, .22 ... Each thing it hears is decided before the next one.</summary>
internal sealed class MachineRig
{
    private readonly Dictionary<CheckSpec, Verdict> _told = [];

    public MachineRig(VirtualServiceSpec service, IpvsTable? kernel = null) : this(Of(service), kernel)
    {
    }

    public MachineRig(Plan plan, IpvsTable? kernel = null) => Machine = new ServiceMachine(plan, kernel ?? IpvsTable.Empty, T0, static _ => Verdict.Unknown);

    public ServiceMachine Machine { get; }

    public Instant Now { get; private set; } = T0;

    /// <summary>The servers of the first service: "21=1 22=0".</summary>
    public string Servers => ServersOf(Machine.Desired);

    public PoolState Pool => Machine.Pools().First();

    public static string ServersOf(IpvsTable table) =>
        string.Join(' ', table.Services.First().Value.Destinations.Select(d => $"{d.Key.Address.V4Bits & 0xFF}={d.Value.Weight}"));

    public ServerState State(int number) => Machine.States().First(state => state.Address == Server(number).Address);

    public DestinationSpec Destination(int number) => Machine.Desired.Services.First().Value.Destinations[Server(number).Address];

    public MachineRig Up(int number) => Tell(number, Verdict.Up);

    public MachineRig Down(int number) => Tell(number, Verdict.Down);

    public MachineRig Advise(int number, ServerAdvice advice)
    {
        Machine.Advise(CheckOf(Server(number)), advice, Now);
        return Decide();
    }

    public MachineRig Command(int number, ServerMode mode, double? seconds = null)
    {
        Assert.Equal(CommandOutcome.Done, Machine.Command("web", Server(number).Address, mode, Now, seconds is { } time ? Now + TimeSpan.FromSeconds(time) : null));
        return Decide();
    }

    public MachineRig Reload(params VirtualServiceSpec[] services)
    {
        Machine.Reload(Of(services), check => _told.GetValueOrDefault(check), Now);
        return this;
    }

    /// <summary>Lets time pass, stopping wherever the machine asks for it.</summary>
    public MachineRig After(double seconds)
    {
        Instant end = Now + TimeSpan.FromSeconds(seconds);
        while (Machine.NextDeadline <= end) ToDeadline();
        Now = end;
        Machine.Tick(Now);
        return this;
    }

    public MachineRig ToDeadline()
    {
        Assert.NotEqual(Instant.Never, Machine.NextDeadline);
        if (Machine.NextDeadline > Now) Now = Machine.NextDeadline;
        Machine.Tick(Now);
        Assert.True(Machine.NextDeadline > Now);
        return this;
    }

    public TimeSpan Since(double seconds) => Now - (T0 + TimeSpan.FromSeconds(seconds));

    /// <summary>Tells the machine that the kernel has what it wants, with so many active connections of each server.</summary>
    public MachineRig Kernel(Func<IpEndpoint, uint> active, Func<IpEndpoint, Traffic>? traffic = null, List<CheckSpec>? suspects = null)
    {
        Machine.ObserveConnections(
            new TableStatus([.. Machine.Desired.Services.Select(service => new ServiceStatus(service.Key, service.Value.Spec, default,
                [.. service.Value.Destinations.Select(d => new DestinationStatus(d.Key, d.Value, active(d.Key), 0, 0, traffic?.Invoke(d.Key) ?? default))]))]),
            Now, suspects ?? []);
        return Decide();
    }

    private MachineRig Tell(int number, Verdict verdict)
    {
        _told[CheckOf(Server(number))] = verdict;
        Machine.Observe(CheckOf(Server(number)), verdict, Now);
        return Decide();
    }

    private MachineRig Decide()
    {
        _ = Machine.Desired;
        return this;
    }
}
