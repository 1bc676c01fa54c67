using HaDirector.Bfd;
using HaDirector.Bfd.Wire;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Tracking;
using HaDirector.Vrrp.Wire;

namespace HaDirector.Daemon.Link;

/// <summary>The VRRP process as the director process sees it. The watch thread writes, everybody reads.</summary>
internal sealed class VrrpView
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, RouterStatus> _routers = [];
    private readonly Dictionary<string, SessionStatus> _sessions = [];
    private readonly SortedDictionary<string, long> _dropped = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _bfdDropped = new(StringComparer.Ordinal);
    private readonly Dictionary<int, TrackValue> _tracks = [];
    private uint _tracksEpoch;
    private PulseNumbers? _pulse;
    private long _epoch;

    /// <summary>Measurements of the last pulse; null before the first.</summary>
    public PulseNumbers? Pulse => Volatile.Read(ref _pulse);

    /// <summary>Number of the plan in force there; 0 before the first.</summary>
    public long Epoch => Volatile.Read(ref _epoch);

    /// <summary>Routers that are master now; no more than one allocation, for it is asked in the last moment of a life.</summary>
    public IReadOnlyList<RouterStatus> Masters
    {
        get
        {
            lock (_gate) return [.. _routers.Values.Where(r => r.State == VrrpState.Master)];
        }
    }

    /// <summary>Packets dropped by reason.</summary>
    public SortedDictionary<string, long> Dropped
    {
        get
        {
            lock (_gate) return new SortedDictionary<string, long>(_dropped, StringComparer.Ordinal);
        }
    }

    /// <summary>BFD packets dropped by reason.</summary>
    public SortedDictionary<string, long> BfdDropped
    {
        get
        {
            lock (_gate) return new SortedDictionary<string, long>(_bfdDropped, StringComparer.Ordinal);
        }
    }

    /// <summary>What was last said about a router; null when nothing was.</summary>
    public RouterStatus? Router(string name)
    {
        lock (_gate) return _routers.GetValueOrDefault(name);
    }

    /// <summary>What was last said about a BFD session; null when nothing was.</summary>
    public SessionStatus? Session(string name)
    {
        lock (_gate) return _sessions.GetValueOrDefault(name);
    }

    /// <summary>Whether a BFD session is up; null when nothing was said of it.</summary>
    public bool? IsSessionUp(string name) => Session(name) is { } session ? session.State == BfdState.Up : null;

    /// <summary>What counts for the tracked object at a position of the plan.</summary>
    public TrackValue Track(int track)
    {
        lock (_gate) return _tracks.GetValueOrDefault(track);
    }

    /// <summary>Takes the value of a tracked object of the plan <paramref name="epoch"/>; the value before it, or null.</summary>
    public TrackValue? Heard(uint epoch, int track, TrackValue value)
    {
        lock (_gate)
        {
            if (epoch != _tracksEpoch) _tracks.Clear();
            _tracksEpoch = epoch;
            TrackValue? before = _tracks.TryGetValue(track, out TrackValue old) ? old : null;
            _tracks[track] = value;
            return before;
        }
    }

    /// <summary>Takes a pulse.</summary>
    public void Heard(PulseNumbers pulse) => Volatile.Write(ref _pulse, pulse);

    /// <summary>Takes word that a plan is in force.</summary>
    public void Applied(uint epoch) => Volatile.Write(ref _epoch, epoch);

    /// <summary>Takes a router's status; the status before it, or null.</summary>
    public RouterStatus? Heard(RouterStatus status)
    {
        lock (_gate)
        {
            RouterStatus? before = _routers.GetValueOrDefault(status.Name);
            _routers[status.Name] = status;
            return before;
        }
    }

    /// <summary>Takes a session's status.</summary>
    public void Heard(SessionStatus status)
    {
        lock (_gate)
        {
            if (_sessions.Count < BfdSpec.SessionsMax || _sessions.ContainsKey(status.Name)) _sessions[status.Name] = status;
        }
    }

    /// <summary>Takes a count of drops of BFD packets.</summary>
    public void Heard(BfdDropReason reason, long count)
    {
        if (count == 0) return;
        lock (_gate) _bfdDropped[reason.Label()] = count;
    }

    /// <summary>Takes a count of drops.</summary>
    public void Heard(DropReason reason, long count)
    {
        if (count == 0) return;
        lock (_gate) _dropped[reason.Label()] = count;
    }

    /// <summary>Forgets routers and sessions that are in no plan any more.</summary>
    public void Keep(IReadOnlySet<string> names, IReadOnlySet<string> sessions)
    {
        lock (_gate)
        {
            foreach (string gone in _sessions.Keys.Where(name => !sessions.Contains(name)).ToArray()) _sessions.Remove(gone);
            foreach (string gone in _routers.Keys.Where(name => !names.Contains(name)).ToArray()) _routers.Remove(gone);
        }
    }
}
