namespace HaDirector.Engine.Pools;

/// <summary>The arithmetic of weights: never negative, never above the kernel's use, and no part of a weight is rounded to nothing.</summary>
internal static class WeightRule
{
    /// <summary>Greatest weight that is given to the kernel.</summary>
    public const int Max = 65535;

    /// <summary>Weight with which moving parts can still be told apart.</summary>
    private const int Room = 100;

    /// <summary>A weight less some of its share; 0 only when the weight is.</summary>
    /// <param name="weight">As configured; 0 takes no connections on purpose.</param>
    /// <param name="scale">Of <see cref="ScaleFor"/>.</param>
    /// <param name="share">Product of all that moves it.</param>
    public static int Of(int weight, int scale, double share)
    {
        if (weight <= 0) return 0;
        double whole = (double)weight * scale * share;
        return whole >= Max ? Max : Math.Max(1, (int)Math.Round(whole, MidpointRounding.AwayFromZero));
    }

    /// <summary>
    /// What all weights of a pool are multiplied by when something moves them: a ramp of a server with weight 1 would be no ramp. Schedulers
    /// look at proportions only, so it changes nothing else.
    /// </summary>
    /// <param name="weights">The configured weights.</param>
    public static int ScaleFor(IEnumerable<int> weights)
    {
        int least = int.MaxValue, most = 0;
        foreach (int weight in weights)
        {
            if (weight <= 0) continue;
            least = Math.Min(least, weight);
            most = Math.Max(most, weight);
        }
        if (most == 0 || least >= Room) return 1;
        return Math.Max(1, Math.Min(Room, Max / 2 / most)); // half, for what may be given more than its weight
    }
}
