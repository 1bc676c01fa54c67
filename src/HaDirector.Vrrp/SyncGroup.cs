using HaDirector.Model;

namespace HaDirector.Vrrp;

/// <summary>
/// Routers that share one fate on this director: master together or not at all. It looks at their machines and says which events these need;
/// a router that is in no group is a group of one. Pure, and allocates nothing after construction.
/// </summary>
/// <remarks>
/// Two directors whose members differ in opposite directions would outrank each other for ever, each in another member. Therefore all members
/// advertise one priority, the least of theirs; and where that is equal on both directors and the addresses decide differently in each
/// member, the director that lost elsewhere than in the first member yields one point until it is master again.
/// The host, after each step of a member, calls <see cref="Observe"/> and then steps what <see cref="TryNext"/> says until it says nothing;
/// and it judges a member's timer at <see cref="DeadlineOf"/> instead of the machine's own deadline.
/// </remarks>
public sealed class SyncGroup
{
    private readonly Member[] _members;
    private bool _towardsMaster;
    private bool _yields;

    /// <summary>Makes a group; it looks at its machines from <see cref="Begin"/> on.</summary>
    public SyncGroup(IReadOnlyList<VrrpInstance> members) => _members = [.. members.Select(member => new Member(member))];

    /// <summary>Most orders that one event can need: two of each member, and the way back.</summary>
    public int OrdersMax => 6 * _members.Length;

    /// <summary>Looks at the members as they are now: they may come from another group. Those that are not all master prefer to be backup.</summary>
    public void Begin()
    {
        _towardsMaster = false;
        bool backup = false;
        for (int i = 0; i < _members.Length; i++)
        {
            VrrpState state = _members[i].Instance.State;
            (_members[i].Seen, _members[i].Promoted) = (state, false);
            if (state == VrrpState.Master) _towardsMaster = true;
            else if (state != VrrpState.Initialize) backup = true;
        }

        if (backup) _towardsMaster = false;
    }

    /// <summary>Says what the tracks of a member do to it: its own priority, and whether they fault it.</summary>
    public void SetTracks(int member, byte priority, bool faulted) => (_members[member].Priority, _members[member].Faulted) = (priority, faulted);

    /// <summary>Says that the master which a member follows is gone. The member is told so as soon as no other one hears a master.</summary>
    public void SetPeerLost(int member, IpAddress peer) =>
        (_members[member].LostPeer, _members[member].LostBefore) = (peer, _members[member].Instance.NextDeadline);

    /// <summary>
    /// When the timer of a member is to be judged. As long as one member hears a master none takes over, so of all that are backup only the
    /// last has a deadline; it takes the others along.
    /// </summary>
    public Instant DeadlineOf(int member)
    {
        VrrpInstance own = _members[member].Instance;
        if (own.State != VrrpState.Backup) return own.NextDeadline;
        for (int i = 0; i < _members.Length; i++)
        {
            if (i == member || _members[i].Instance.State != VrrpState.Backup || _members[i].HasLostPeer) continue;
            Instant other = _members[i].Instance.NextDeadline;
            if (other > own.NextDeadline || (other == own.NextDeadline && i > member)) return Instant.Never;
        }

        return own.NextDeadline;
    }

    /// <summary>Looks at what the members have become since the last time.</summary>
    public void Observe()
    {
        for (int i = 0; i < _members.Length; i++)
        {
            ref Member member = ref _members[i];
            VrrpState now = member.Instance.State;
            if (now == member.Seen && member.Promoted) _towardsMaster = false; // it would not, so nobody is
            else if (now == VrrpState.Master && now != member.Seen) _towardsMaster = true;
            else if (now != member.Seen && member.Seen == VrrpState.Master) Lost(i);
            (member.Seen, member.Promoted) = (now, false);
        }

        if (All(VrrpState.Master)) _yields = false;
    }

    /// <summary>The next event that a member needs.</summary>
    /// <param name="now">The time.</param>
    /// <param name="member">Which.</param>
    /// <param name="order">What to step it with.</param>
    /// <returns>False when all is well.</returns>
    public bool TryNext(Instant now, out int member, out VrrpEvent order)
    {
        for (member = 0; member < _members.Length; member++)
        {
            if (TryAdjust(member, out order)) return true;
        }

        for (member = 0; member < _members.Length; member++)
        {
            if (TryMove(member, now, out order)) return true;
        }

        (member, order) = (-1, default);
        return false;
    }

    private bool TryAdjust(int index, out VrrpEvent order)
    {
        VrrpInstance instance = _members[index].Instance;
        bool fault = _members[index].Faulted || AnotherIsFaulted(index);
        if (fault && !instance.TracksDown) // first: who takes no part has no priority to tell
        {
            order = new VrrpEvent(VrrpEventKind.TrackDown);
            return true;
        }

        byte priority = PriorityFor(index);
        if (instance.Priority != priority)
        {
            order = new VrrpEvent(VrrpEventKind.PriorityChanged, new Advert(0, priority, default, default));
            return true;
        }

        order = new VrrpEvent(VrrpEventKind.TrackUp);
        return instance.TracksDown && !fault;
    }

    private bool TryMove(int index, Instant now, out VrrpEvent order)
    {
        ref Member member = ref _members[index];
        order = default;
        if (member.Instance.State == VrrpState.Master && !_towardsMaster && !member.Instance.Spec.IsOwner)
        {
            order = new VrrpEvent(VrrpEventKind.GroupDemoted);
            return true;
        }

        if (member.Instance.State != VrrpState.Backup) return false;
        if (_towardsMaster && _members.Length > 1)
        {
            member.Promoted = true;
            order = new VrrpEvent(VrrpEventKind.GroupPromoted);
            return true;
        }

        if (!member.HasLostPeer || !NobodyHearsAMaster(now)) return false;
        order = new VrrpEvent(VrrpEventKind.PeerLost, new Advert(0, 0, default, member.LostPeer));
        member.LostPeer = default;
        return true;
    }

    private void Lost(int index)
    {
        VrrpInstance instance = _members[index].Instance;
        _towardsMaster = false;
        bool tie = instance.State == VrrpState.Backup && instance.Reason == TransitionReason.Outranked && instance.MasterHeard.Priority == PriorityFor(index);
        if (tie && index > 0) _yields = true;
    }

    private byte PriorityFor(int index)
    {
        if (_members[index].Instance.Spec.IsOwner) return VirtualRouterSpec.OwnerPriority;
        byte least = VirtualRouterSpec.OwnerPriority;
        for (int i = 0; i < _members.Length; i++) least = Math.Min(least, _members[i].Priority);
        return _yields && least > 1 ? (byte)(least - 1) : least;
    }

    private bool AnotherIsFaulted(int index)
    {
        for (int i = 0; i < _members.Length; i++)
        {
            if (i != index && (_members[i].Faulted || !_members[i].Instance.PrimaryAddress.IsSet)) return true;
        }

        return false;
    }

    private bool NobodyHearsAMaster(Instant now)
    {
        for (int i = 0; i < _members.Length; i++)
        {
            VrrpInstance instance = _members[i].Instance;
            if (instance.State == VrrpState.Backup && !_members[i].HasLostPeer && instance.NextDeadline > now) return false;
        }

        return true;
    }

    private bool All(VrrpState state)
    {
        for (int i = 0; i < _members.Length; i++)
        {
            if (_members[i].Instance.State != state) return false;
        }

        return true;
    }

    private struct Member(VrrpInstance instance)
    {
        public readonly VrrpInstance Instance = instance;
        public VrrpState Seen;
        public byte Priority = instance.Spec.Priority;
        public bool Faulted;
        public bool Promoted; // told so in the last order
        public IpAddress LostPeer;
        public Instant LostBefore;

        // An advert that was heard since then has moved the deadline.
        public readonly bool HasLostPeer => LostPeer.IsSet && Instance.State == VrrpState.Backup && Instance.NextDeadline == LostBefore;
    }
}
