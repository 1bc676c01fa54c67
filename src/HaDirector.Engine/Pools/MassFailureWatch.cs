using HaDirector.Health;
using HaDirector.Model;

namespace HaDirector.Engine.Pools;

/// <summary>Sees when most hosts that were up fail within a moment, and says which failures do not count for now.</summary>
internal sealed class MassFailureWatch
{
    private readonly Dictionary<IpAddress, int> _up = []; // hosts with a check that is up, and how many
    private readonly Queue<(CheckSpec Check, Instant At)> _failures = new(); // within the window; at most a few for each check, for each needs a rise between
    private readonly Dictionary<IpAddress, Instant> _failed = []; // hosts that have no such check any more since then
    private HashSet<CheckSpec> _held = [];
    private MassFailureSpec _spec = MassFailureSpec.Default;

    /// <summary>Whether failures are held now.</summary>
    public bool Holds => _held.Count > 0;

    /// <summary>When those that are held count after all.</summary>
    public Instant Until { get; private set; } = Instant.Never;

    /// <summary>Hosts that were up, and how many of them failed, when it began.</summary>
    public (int Failed, int Of) Seen { get; private set; }

    /// <summary>Checks that are held.</summary>
    public IReadOnlyCollection<CheckSpec> Held => _held;

    /// <summary>Begins with these checks: those that are up, and of those that are down the ones of which an equal question was held.</summary>
    public void Follow(MassFailureSpec spec, IEnumerable<(CheckSpec Check, Verdict Verdict)> checks)
    {
        _spec = spec;
        HashSet<CheckIdentity> asked = [.. _held.Select(check => check.Identity)];
        _held = [];
        _up.Clear();
        _failures.Clear();
        _failed.Clear();
        foreach ((CheckSpec check, Verdict verdict) in checks)
        {
            if (verdict == Verdict.Up) Up(check);
            else if (spec.Hold && verdict == Verdict.Down && asked.Contains(check.Identity)) _held.Add(check);
        }
        if (!Holds) Until = Instant.Never;
    }

    /// <summary>A check passes (again).</summary>
    public void Up(CheckSpec check)
    {
        IpAddress host = check.Target.Address;
        _up[host] = _up.GetValueOrDefault(host) + 1;
        _failed.Remove(host);
        if (_held.Remove(check) && !Holds) Until = Instant.Never;
    }

    /// <summary>A check that was up is down. What is to be held from now on, this one or those that failed shortly before as well, is in <see cref="Held"/> afterwards.</summary>
    /// <param name="check">The check.</param>
    /// <param name="now">The time.</param>
    /// <param name="cutOff">Whether this director's own link to the host is seen to be broken. Then half of the share, of half as many hosts, is enough: there is a reason to suspect oneself.</param>
    /// <returns>Whether this failure began a hold.</returns>
    public bool Down(CheckSpec check, Instant now, bool cutOff)
    {
        Forget(now);
        IpAddress host = check.Target.Address;
        if (_up.TryGetValue(host, out int others) && others > 1) _up[host] = others - 1;
        else if (_up.Remove(host)) _failed[host] = now;
        _failures.Enqueue((check, now));
        if (!_spec.Hold) return false;
        if (Holds)
        {
            _held.Add(check);
            return false;
        }

        int hosts = _up.Count + _failed.Count, part = cutOff ? 2 : 1;
        if (hosts * part < _spec.TargetsMin || _failed.Count * 100L * part < (long)_spec.Percent * hosts) return false;
        foreach ((CheckSpec failed, _) in _failures) _held.Add(failed);
        (Until, Seen) = (now + _spec.HoldMax, (_failed.Count, hosts));
        return true;
    }

    /// <summary>Ends a hold whose time is over.</summary>
    /// <returns>What was held and counts from now on.</returns>
    public IReadOnlyCollection<CheckSpec> Release(Instant now)
    {
        if (!Holds || now < Until) return [];
        HashSet<CheckSpec> released = _held;
        (_held, Until) = ([], Instant.Never);
        _failures.Clear();
        _failed.Clear();
        return released;
    }

    private void Forget(Instant now)
    {
        while (_failures.TryPeek(out (CheckSpec Check, Instant At) oldest) && now - oldest.At > _spec.Window)
        {
            _failures.Dequeue();
            IpAddress host = oldest.Check.Target.Address;
            if (_failed.TryGetValue(host, out Instant at) && at == oldest.At) _failed.Remove(host);
        }
    }
}
