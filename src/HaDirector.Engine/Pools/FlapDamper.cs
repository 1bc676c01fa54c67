using HaDirector.Model;

namespace HaDirector.Engine.Pools;

/// <summary>Holds a server back that failed too often, each time twice as long, until it was quiet for a window.</summary>
internal sealed class FlapDamper
{
    private const int DoublingsMax = 30;

    private readonly Queue<Instant> _failures = new(); // at most FlapSpec.Changes
    private int _doublings;

    /// <summary>Until when it is held back; long ago when it is not.</summary>
    public Instant HeldUntil { get; private set; } = new(long.MinValue);

    /// <summary>Whether it is held back now.</summary>
    public bool Holds(Instant now) => now < HeldUntil;

    /// <summary>Takes a failure.</summary>
    public void Failed(FlapSpec spec, Instant now)
    {
        if (_doublings > 0 && now > HeldUntil + spec.Window) _doublings = 0;
        _failures.Enqueue(now);
        while (_failures.Count > Math.Max(1, spec.Changes)) _failures.Dequeue();
        if (_failures.Count < spec.Changes || now - _failures.Peek() > spec.Window) return;

        double hold = Math.Min(spec.HoldFirst.Ticks * Math.Pow(2, _doublings), spec.HoldMax.Ticks);
        HeldUntil = now + new TimeSpan((long)hold);
        _doublings = Math.Min(_doublings + 1, DoublingsMax);
    }
}
