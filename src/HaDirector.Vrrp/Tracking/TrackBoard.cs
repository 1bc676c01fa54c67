using HaDirector.Model;

namespace HaDirector.Vrrp.Tracking;

/// <summary>
/// Values of all tracked objects of a plan, and what they do to its routers. Priorities are summed up anew from the values each time, never
/// counted up and down, so that no order of events and no reload can make them drift. Allocates nothing after construction.
/// </summary>
public sealed class TrackBoard
{
    private readonly TrackedObject[] _tracks;
    private readonly RouterUses[] _routers;
    private readonly Entry[] _entries;
    private readonly TimeSpan _hold;

    /// <summary>Makes a board on which nothing is known.</summary>
    /// <param name="tracks">Tracked objects of the plan.</param>
    /// <param name="routers">Routers of the plan.</param>
    /// <param name="hold">How long a value that comes from elsewhere holds without being said again; null is for ever.</param>
    /// <param name="now">The time: from now on who does not speak is silent.</param>
    public TrackBoard(IReadOnlyList<TrackedObject> tracks, IReadOnlyList<VirtualRouterSpec> routers, TimeSpan? hold, Instant now)
    {
        _tracks = [.. tracks];
        _routers = [.. routers.Select(router => new RouterUses(router.Priority, [.. router.Tracks]))];
        _hold = hold ?? TimeSpan.MaxValue;
        _entries = new Entry[_tracks.Length];
        for (int i = 0; i < _entries.Length; i++) _entries[i] = new Entry { Settles = Instant.Never, HoldsUntil = FirstHold(i, now) };
    }

    /// <summary>How many tracked objects there are.</summary>
    public int Count => _tracks.Length;

    /// <summary>Grows whenever a value changes: who has seen this number need not sum up again.</summary>
    public long Changes { get; private set; } = 1;

    /// <summary>When <see cref="Judge"/> has something to do.</summary>
    public Instant NextDeadline
    {
        get
        {
            Instant next = Instant.Never;
            for (int i = 0; i < _entries.Length; i++)
            {
                if (_entries[i].Settles < next) next = _entries[i].Settles;
                if (_entries[i].HoldsUntil < next) next = _entries[i].HoldsUntil;
            }

            return next;
        }
    }

    /// <summary>One of the tracked objects.</summary>
    public TrackedObject this[int track] => _tracks[track];

    /// <summary>The value that counts: the one seen, once its delay is over.</summary>
    public TrackValue ValueOf(int track) => _entries[track].Value;

    /// <summary>Takes what was seen of an object, or what the director process said of it.</summary>
    public void Set(int track, TrackValue seen, Instant now)
    {
        ref Entry entry = ref _entries[track];
        if (!_tracks[track].IsLocal) entry.HoldsUntil = After(now);
        entry.Seen = seen;
        bool turns = entry.Value.Known && seen.Known && entry.Value.Up != seen.Up && !entry.Value.Failed && !seen.Failed;
        TimeSpan delay = turns ? DelayOf(_tracks[track], seen.Up) : TimeSpan.Zero;
        if (delay == TimeSpan.Zero) Accept(ref entry, seen);
        else if (entry.Settles == Instant.Never) entry.Settles = now + delay;
    }

    /// <summary>Lets delays end, and values of whom nobody said anything for too long.</summary>
    public void Judge(Instant now)
    {
        for (int i = 0; i < _entries.Length; i++)
        {
            ref Entry entry = ref _entries[i];
            if (now >= entry.Settles) Accept(ref entry, entry.Seen);
            if (now < entry.HoldsUntil) continue;
            entry.HoldsUntil = Instant.Never;
            entry.Seen = TrackValue.NobodyKnows;
            Accept(ref entry, TrackValue.NobodyKnows);
        }
    }

    /// <summary>Priority of a router: its own and what its tracks add, 1-254. An owner's does not move.</summary>
    public byte PriorityOf(int router)
    {
        RouterUses uses = _routers[router];
        if (uses.Priority == VirtualRouterSpec.OwnerPriority) return uses.Priority;
        long priority = uses.Priority;
        for (int i = 0; i < uses.Uses.Length; i++) priority += Worth(uses.Uses[i]);
        return (byte)Math.Clamp(priority, 1, VirtualRouterSpec.OwnerPriority - 1);
    }

    /// <summary>Whether a track of weight 0 faults a router.</summary>
    public bool IsFaulted(int router)
    {
        TrackUse[] uses = _routers[router].Uses;
        for (int i = 0; i < uses.Length; i++)
        {
            if (uses[i].Weight == 0 && Faults(uses[i])) return true;
        }

        return false;
    }

    /// <summary>Goes on with the values that the objects of the same name and kind have on the board of the plan before.</summary>
    public void CarryFrom(TrackBoard before, Instant now)
    {
        for (int i = 0; i < _tracks.Length; i++)
        {
            int old = before.IndexOf(_tracks[i]);
            if (old < 0) continue;
            _entries[i] = before._entries[old];
            bool held = before._hold != TimeSpan.MaxValue && _hold != TimeSpan.MaxValue;
            if (!held) _entries[i].HoldsUntil = FirstHold(i, now); // the policy is another one, or none
        }

        Changes++;
    }

    private static TimeSpan DelayOf(TrackedObject track, bool up) => track switch
    {
        InterfaceTrack x => up ? x.UpDelay : x.DownDelay,
        ProcessTrack x => up ? x.UpDelay : x.DownDelay,
        _ => TimeSpan.Zero,
    };

    private int IndexOf(TrackedObject track)
    {
        for (int i = 0; i < _tracks.Length; i++)
        {
            if (_tracks[i].Name == track.Name && _tracks[i].GetType() == track.GetType()) return i;
        }

        return -1;
    }

    // What one use adds to the priority.
    private long Worth(TrackUse use)
    {
        TrackValue value = _entries[use.Track].Value;
        if (!value.Known || use.Weight == 0) return 0;
        if (_tracks[use.Track] is FileTrack) return (long)value.Number * (use.Reverse ? -use.Weight : use.Weight);
        if (value.Failed) return use.Weight < 0 ? use.Weight : 0;
        bool up = value.Up != use.Reverse;
        return up == use.Weight > 0 ? use.Weight : 0;
    }

    private bool Faults(TrackUse use)
    {
        TrackValue value = _entries[use.Track].Value;
        return value.Known ? value.Failed || value.Up == use.Reverse : _tracks[use.Track] is ScriptTrack;
    }

    private void Accept(ref Entry entry, TrackValue value)
    {
        entry.Settles = Instant.Never;
        if (entry.Value.Is(value)) return;
        entry.Value = value;
        Changes++;
    }

    private Instant FirstHold(int track, Instant now) => _tracks[track].IsLocal ? Instant.Never : After(now);

    private Instant After(Instant now) => _hold == TimeSpan.MaxValue ? Instant.Never : now + _hold;

    private readonly record struct RouterUses(byte Priority, TrackUse[] Uses);

    private struct Entry
    {
        public TrackValue Seen;
        public TrackValue Value;
        public Instant Settles; // when the value becomes the one seen
        public Instant HoldsUntil; // when a value from elsewhere is too old
    }
}
