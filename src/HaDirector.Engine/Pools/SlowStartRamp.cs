using HaDirector.Model;

namespace HaDirector.Engine.Pools;

/// <summary>Envoy's curve, weight × (elapsed / duration)^(1 / aggression), climbed in few steps, so that the kernel is not written all the time.</summary>
internal static class SlowStartRamp
{
    /// <summary>Steps of a whole ramp.</summary>
    public const int Steps = 20;

    /// <summary>Share of its weight a server has, above 0 and at most 1.</summary>
    public static double Share(SlowStartSpec spec, TimeSpan elapsed)
    {
        int step = StepAt(spec, elapsed);
        if (step >= Steps) return 1;
        double aggression = spec.Aggression > 0 ? spec.Aggression : 1;
        double share = Math.Pow((double)step / Steps, 1 / aggression);
        return Math.Clamp(Math.Max(share, spec.MinPercent / 100.0), double.Epsilon, 1);
    }

    /// <summary>When the share is the next one; never after the end.</summary>
    public static Instant NextStep(SlowStartSpec spec, Instant start, Instant now)
    {
        int step = StepAt(spec, now - start);
        return step >= Steps ? Instant.Never : start + new TimeSpan(((spec.Duration.Ticks * (step + 1)) + Steps - 1) / Steps);
    }

    private static int StepAt(SlowStartSpec spec, TimeSpan elapsed)
    {
        if (elapsed >= spec.Duration) return Steps;
        return elapsed <= TimeSpan.Zero ? 0 : (int)(elapsed.Ticks * Steps / spec.Duration.Ticks);
    }
}
