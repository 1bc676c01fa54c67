using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.VrrpProcess;

/// <summary>
/// The routers of one sync group at work, or one router alone: steps their machines as the group says, in the same turn in which one of them
/// changed. Allocates nothing after construction.
/// </summary>
internal sealed class SharedFate
{
    private readonly RouterRuntime[] _members;
    private readonly SyncGroup _group;
    private bool _settling = true; // until it is begun

    public SharedFate(RouterRuntime[] members) => (_members, _group) = (members, new SyncGroup([.. members.Select(member => member.Instance)]));

    /// <summary>Takes its members over from the fate they had before; nothing is decided until <see cref="Begin"/>.</summary>
    public void Join()
    {
        _settling = true;
        for (int i = 0; i < _members.Length; i++) (_members[i].Fate, _members[i].Member) = (this, i);
    }

    /// <summary>Decides from now on: the members are what the plan wants them to be.</summary>
    public void Begin(Instant now)
    {
        _group.Begin();
        _settling = false;
        Settle(now);
    }

    /// <summary>When the timer of a member's machine is to be judged.</summary>
    public Instant DeadlineOf(int member) => _group.DeadlineOf(member);

    /// <summary>What the tracks of a member do to it.</summary>
    public void SetTracks(int member, byte priority, bool faulted) => _group.SetTracks(member, priority, faulted);

    /// <summary>BFD says that the master of a member is gone.</summary>
    public void PeerLost(int member, IpAddress peer, Instant now)
    {
        _group.SetPeerLost(member, peer);
        Settle(now);
    }

    /// <summary>Brings the members together after one of them was stepped.</summary>
    public void Settle(Instant now)
    {
        if (_settling) return; // this is one of the steps below
        _settling = true;
        _group.Observe();
        for (int orders = 0; orders < _group.OrdersMax && _group.TryNext(now, out int member, out VrrpEvent order); orders++)
        {
            _members[member].Step(order, now);
            _group.Observe();
        }

        _settling = false;
    }
}
