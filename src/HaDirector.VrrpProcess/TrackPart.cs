using HaDirector.Link;
using HaDirector.Linux;
using HaDirector.Linux.Route;
using HaDirector.Model;
using HaDirector.Vrrp.Tracking;

namespace HaDirector.VrrpProcess;

/// <summary>
/// Tracked objects and sync groups: sees interfaces, addresses, BFD sessions and routers itself, hears of the rest through <see cref="Inbox"/>,
/// and moves or faults the routers of its set accordingly. Comes after the part that has the BFD sessions.
/// </summary>
internal sealed partial class TrackPart : RealTimePart
{
    private readonly RealTimeWorld _world;
    private readonly RouterRuntime[] _routers;
    private readonly SharedFate[] _fates;
    private readonly ISessionStates? _sessions;
    private readonly RouteMonitor? _monitor; // only where there is something to see
    private readonly int[] _target; // position of a track's router or session
    private readonly TrackValue[] _reported;
    private TrackPart? _before;
    private long _applied, _sessionsSeen = -1;

    /// <summary>Makes the part of a plan, on a normal thread.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="routers">Its routers, in its order.</param>
    /// <param name="sessions">Its BFD sessions; null when it has none.</param>
    /// <param name="world">What the routers act with.</param>
    /// <param name="before">The part of the plan before, whose values go on.</param>
    public TrackPart(RealTimePlan plan, RouterRuntime[] routers, ISessionStates? sessions, RealTimeWorld world, TrackPart? before)
    {
        (_routers, _sessions, _world, _before) = (routers, sessions, world, before);
        TimeSpan? hold = plan.LostTracks == LostTrackPolicy.Fault ? RealTimePlan.TrackHold : null;
        Board = new TrackBoard(plan.Tracks, plan.Routers, hold, Clock.Now);
        Inbox = new TrackInbox(plan.Tracks.Count);
        _reported = new TrackValue[plan.Tracks.Count];
        _target = [.. plan.Tracks.Select(track => TargetOf(track, plan))];
        HashSet<int> grouped = [.. plan.Groups.SelectMany(group => group.Routers)];
        _fates =
        [
            .. plan.Groups.Select(group => new SharedFate([.. group.Routers.Select(router => routers[router])])),
            .. Enumerable.Range(0, routers.Length).Where(router => !grouped.Contains(router)).Select(router => new SharedFate([routers[router]])),
        ];
        if (plan.Tracks.Any(track => track is InterfaceTrack or SourceAddressTrack)) _monitor = new RouteMonitor();
    }

    /// <summary>What all objects are, and what that does to the routers.</summary>
    public TrackBoard Board { get; }

    /// <summary>Where other threads put what they see.</summary>
    public TrackInbox Inbox { get; }

    /// <inheritdoc/>
    public override int Descriptors => _monitor is null ? 0 : 1;

    /// <inheritdoc/>
    public override Instant NextDeadline => Board.NextDeadline;

    /// <inheritdoc/>
    public override void Listen(Span<PollEntry> entries)
    {
        if (_monitor is not null) entries[0] = new PollEntry { Descriptor = _monitor.Number, Wanted = PollEntry.Readable };
    }

    /// <summary>Its set is about to be adopted: the values of before are there, and nothing is decided until <see cref="Begin"/>.</summary>
    public void Join(Instant now)
    {
        if (_before is { } before) Board.CarryFrom(before.Board, now);
        _before = null;
        LookAtHost(now);
        LookAtSessions(now);
        foreach (SharedFate fate in _fates) fate.Join();
        TellFates();
    }

    /// <summary>The routers of its set are what the plan wants; those that are new do not run yet.</summary>
    public void Begin(Instant now)
    {
        foreach (SharedFate fate in _fates) fate.Begin(now);
    }

    /// <inheritdoc/>
    public override void Adopted(Instant now) => Judge(now);

    /// <inheritdoc/>
    public override void Hear(Instant now)
    {
        HearHost(now);
        for (int i = 0; i < Board.Count; i++)
        {
            if (Inbox.TryTake(i, out TrackValue value)) Board.Set(i, value, now);
        }
    }

    /// <inheritdoc/>
    public override void Judge(Instant now)
    {
        LookAtSessions(now);
        Board.Judge(now);
        // A router that tracks another one may be tracked itself: one round for each step of such a chain.
        for (int rounds = 0; rounds <= _routers.Length; rounds++)
        {
            LookAtRouters(now);
            if (_applied == Board.Changes) return;
            TellFates();
            foreach (SharedFate fate in _fates) fate.Settle(now);
            ReportChanges();
        }
    }

    /// <inheritdoc/>
    public override void Report()
    {
        for (int i = 0; i < Board.Count; i++) Report(i);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _monitor?.Dispose();
        base.Dispose();
    }

    private void TellFates()
    {
        _applied = Board.Changes;
        for (int i = 0; i < _routers.Length; i++)
            _routers[i].Fate?.SetTracks(_routers[i].Member, Board.PriorityOf(i), Board.IsFaulted(i));
    }

    private void ReportChanges()
    {
        for (int i = 0; i < Board.Count; i++)
        {
            if (!Board.ValueOf(i).Is(_reported[i])) Report(i);
        }
    }

    private void Report(int track)
    {
        _reported[track] = Board.ValueOf(track);
        LinkMessage message = _world.Reporter.Begin(LinkMessageKind.TrackStatus);
        message.Epoch = _world.Epoch;
        message.Index = (uint)track;
        message.Track = _reported[track];
        message.At = _world.Now;
        _world.Reporter.Send();
    }

    private static int TargetOf(TrackedObject track, RealTimePlan plan)
    {
        IEnumerable<string> names = track is BfdTrack ? plan.Sessions.Select(session => session.Name) : plan.Routers.Select(router => router.Name);
        string? wanted = track switch { BfdTrack bfd => bfd.Session, RouterTrack router => router.Router, _ => null };
        return wanted is null ? -1 : names.ToList().IndexOf(wanted);
    }
}
