using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Tests.Vrrp.SyncGroups;

/// <summary>One director with the members of one sync group, each on a network of its own, driven as the real loop drives them.</summary>
internal sealed class Director(int index, VirtualRouterSpec[] specs, Action<Director, int, Advert> send)
{
    private readonly VrrpActions _actions = new();

    public int Index { get; } = index;

    public VrrpInstance[] Members { get; } = [.. specs.Select(spec => new VrrpInstance(spec))];

    public SyncGroup Group { get; private set; } = null!;

    /// <summary>Every change of a state, in order.</summary>
    public List<(Instant At, int Member, VrrpState To, TransitionReason Why)> Changes { get; } = [];

    public bool IsMaster => Members.All(member => member.State == VrrpState.Master);

    public bool IsMixed => Members.Any(member => member.State == VrrpState.Master) && !IsMaster;

    public Instant NextDeadline => Enumerable.Range(0, Members.Length).Select(Group.DeadlineOf).Min();

    /// <summary>The address of a member; a greater director has a lesser one on odd networks.</summary>
    public static IpAddress AddressOf(int director, int member) =>
        IpAddress.FromV4(0xC0000200 + (256 * (uint)member) + (member % 2 == 0 ? 10 + (uint)director : 20 - (uint)director));

    public void Start(Instant now)
    {
        Group = new SyncGroup(Members);
        for (int i = 0; i < Members.Length; i++) Do(i, Usable(i), now);
        Group.Begin();
        Settle(now);
        for (int i = 0; i < Members.Length; i++) Step(i, new VrrpEvent(VrrpEventKind.Startup), now);
    }

    public void Stop(int member, Instant now) => Do(member, new VrrpEvent(VrrpEventKind.Shutdown), now);

    public void SetLink(int member, bool up, Instant now) => Step(member, up ? Usable(member) : new VrrpEvent(VrrpEventKind.InterfaceUnusable), now);

    public void SetTracks(int member, byte priority, bool faulted, Instant now)
    {
        Group.SetTracks(member, priority, faulted);
        Settle(now);
    }

    public void PeerLost(int member, Instant now)
    {
        Group.SetPeerLost(member, Members[member].MasterHeard.Sender);
        Settle(now);
    }

    public void Hear(int member, Advert advert, Instant now) => Step(member, new VrrpEvent(VrrpEventKind.Heard, advert), now);

    public void Judge(Instant now)
    {
        for (int i = 0; i < Members.Length; i++)
        {
            if (now >= Group.DeadlineOf(i)) Step(i, new VrrpEvent(VrrpEventKind.TimeReached), now);
        }
    }

    private VrrpEvent Usable(int member) =>
        new(VrrpEventKind.InterfaceUsable, new Advert(0, 0, default, AddressOf(Index, member)));

    private void Step(int member, in VrrpEvent happened, Instant now)
    {
        Do(member, happened, now);
        Settle(now);
    }

    private void Settle(Instant now)
    {
        Group.Observe();
        int orders = 0;
        while (Group.TryNext(now, out int member, out VrrpEvent order))
        {
            Assert.True(orders++ < Group.OrdersMax, "the group does not settle");
            Do(member, order, now);
            Group.Observe();
        }
    }

    private void Do(int member, in VrrpEvent happened, Instant now)
    {
        VrrpInstance instance = Members[member];
        instance.Step(happened, now, _actions);
        for (int i = 0; i < _actions.Count; i++)
        {
            VrrpAction action = _actions[i];
            if (action.Kind == VrrpActionKind.Entered) Changes.Add((now, member, action.To, action.Reason));
            if (action.Kind == VrrpActionKind.SendAdvert)
                send(this, member, new Advert(instance.Spec.VirtualRouterId, action.Priority, instance.Spec.AdvertInterval, instance.PrimaryAddress));
        }
    }
}
