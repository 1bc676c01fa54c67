using HaDirector.Linux;
using HaDirector.Model;

namespace HaDirector.Daemon.Loops;

/// <summary>When the kernel's table is looked at: all of it every 10 s while that is cheap, and never for more than a twentieth of the time.</summary>
/// <remarks>A large table is looked at in slices, so that a change of the desired table waits for one slice and not for the table.</remarks>
internal sealed class AuditPace
{
    private const int Share = 20; // one part looking, the others not
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(4);

    private Instant _began;
    private Instant _slice;
    private bool _under;

    /// <summary>When the next slice is due.</summary>
    public Instant Due { get; private set; } = Instant.Never;

    /// <summary>How long the last whole look worked, pauses left out.</summary>
    public TimeSpan Worked { get; private set; }

    private TimeSpan Working { get; set; }

    /// <summary>Begins anew, an interval after <paramref name="now"/>.</summary>
    public void Restart(Instant now) => (Due, _under) = (now + Interval, false);

    /// <summary>A slice begins.</summary>
    public void Begin(Instant now)
    {
        if (!_under) (_began, Working, _under) = (now, TimeSpan.Zero, true);
        _slice = now;
    }

    /// <summary>Whether the slice has time left.</summary>
    public bool GoOn() => Clock.Now - _slice < Slice;

    /// <summary>A slice is over.</summary>
    public void End(Instant now, bool done)
    {
        TimeSpan took = now - _slice;
        Working += took;
        Due = now + (took * (Share - 1));
        if (!done) return;
        (_under, Worked) = (false, Working);
        if (Due < _began + Interval) Due = _began + Interval;
    }
}
