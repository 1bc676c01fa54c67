using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Tests.Vrrp.StateMachine;

/// <summary>One router under test with a clock of its own. What a step asked for is read as words, in order.</summary>
internal sealed class Rig
{
    public static readonly IpAddress Own = IpAddress.Parse("192.0.2.11");
    public static readonly IpAddress Smaller = IpAddress.Parse("192.0.2.10");
    public static readonly IpAddress Greater = IpAddress.Parse("192.0.2.12");
    public const byte Vrid = 51;

    private readonly VrrpActions _actions = new();

    public Rig(VirtualRouterSpec? spec = null)
    {
        Instance = new VrrpInstance(spec ?? Spec());
        Step(VrrpEventKind.InterfaceUsable, new Advert(Vrid, 0, default, Own));
    }

    public VrrpInstance Instance { get; }

    public Instant Now { get; private set; } = new(1_000_000_000_000);

    /// <summary>Time until the deadline, in milliseconds.</summary>
    public double Wait => (Instance.NextDeadline - Now).TotalMilliseconds;

    public static VirtualRouterSpec Spec(
        byte priority = 100, int centiseconds = 100, bool preempt = true, string addresses = "192.0.2.80/24",
        ChecksumForm checksum = ChecksumForm.Rfc5798, byte vrid = Vrid, string @interface = "eth0") =>
        new("web", @interface, vrid, priority, new Centiseconds(centiseconds), preempt, checksum,
            [.. addresses.Split(' ').Select(text => IpPrefix.TryParse(text, out IpPrefix prefix) ? prefix : throw new FormatException(text))]);

    public static Rig Backup(byte priority = 100, int centiseconds = 100, bool preempt = true) => Backup(Spec(priority, centiseconds, preempt));

    public static Rig Backup(VirtualRouterSpec spec)
    {
        var rig = new Rig(spec);
        rig.Startup();
        return rig;
    }

    public static Rig Master(VirtualRouterSpec spec)
    {
        Rig rig = Backup(spec);
        if (rig.Instance.State != VrrpState.Master) rig.Expire();
        Assert.Equal(VrrpState.Master, rig.Instance.State);
        return rig;
    }

    public static Rig Master(byte priority = 100, int centiseconds = 100, bool preempt = true) => Master(Spec(priority, centiseconds, preempt));

    public string Startup() => Step(VrrpEventKind.Startup);

    public string Shutdown() => Step(VrrpEventKind.Shutdown);

    public string Hear(byte priority, IpAddress? from = null, int centiseconds = 100, byte vrid = Vrid) =>
        Step(VrrpEventKind.Heard, new Advert(vrid, priority, new Centiseconds(centiseconds), from ?? Smaller));

    public string Do(VrrpEventKind kind, byte priority = 0, IpAddress sender = default) => Step(kind, new Advert(Vrid, priority, default, sender));

    public string UsableAs(IpAddress address) => Step(VrrpEventKind.InterfaceUsable, new Advert(0, 0, default, address));

    public string Unusable() => Step(VrrpEventKind.InterfaceUnusable);

    public void Pass(double milliseconds) => Now += TimeSpan.FromMilliseconds(milliseconds);

    /// <summary>Moves the clock to the deadline, or later, and says so.</summary>
    public string Expire(double lateMilliseconds = 0)
    {
        Now = Instance.NextDeadline + TimeSpan.FromMilliseconds(lateMilliseconds);
        return TimeReached();
    }

    public string TimeReached() => Step(VrrpEventKind.TimeReached);

    public string Adopt(VirtualRouterSpec next)
    {
        Assert.True(Instance.TryAdopt(next, Now, _actions));
        return Words();
    }

    public bool TryAdopt(VirtualRouterSpec next) => Instance.TryAdopt(next, Now, _actions);

    /// <summary>Everything that an event could change.</summary>
    public (VrrpState, Instant, Instant, Advert, IpAddress, TimeSpan) Everything() =>
        (Instance.State, Instance.Since, Instance.NextDeadline, Instance.MasterHeard, Instance.PrimaryAddress, Instance.MasterDownInterval);

    private string Step(VrrpEventKind kind, Advert advert = default)
    {
        Instance.Step(new VrrpEvent(kind, advert), Now, _actions);
        return Words();
    }

    private string Words() => string.Join(", ", Enumerable.Range(0, _actions.Count).Select(i => Word(_actions[i])));

    private static string Word(VrrpAction action) => action.Kind switch
    {
        VrrpActionKind.SendAdvert => $"advert {action.Priority}",
        VrrpActionKind.TakeAddresses => "take",
        VrrpActionKind.DropAddresses => "drop",
        VrrpActionKind.AnnounceAddresses => "announce",
        _ => $"{action.From} to {action.To} ({action.Reason})",
    };
}
