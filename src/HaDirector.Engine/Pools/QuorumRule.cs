namespace HaDirector.Engine.Pools;

/// <summary>keepalived's arithmetic: gained at minimum + hysteresis, lost at nothing or below minimum - hysteresis, and never more than all servers can give.</summary>
/// <param name="Minimum">What is asked for, at least 1.</param>
/// <param name="Gain">Weight from which on it is gained.</param>
/// <param name="Keep">Weight that must stay.</param>
internal readonly record struct QuorumRule(int Minimum, int Gain, int Keep)
{
    /// <summary>The rule for a pool whose servers together weigh <paramref name="total"/>.</summary>
    public static QuorumRule Of(QuorumSpec spec, int total)
    {
        int most = Math.Max(1, total);
        int minimum = Math.Clamp(spec.Minimum, 1, most);
        int hysteresis = Math.Clamp(spec.Hysteresis, 0, minimum - 1);
        return new QuorumRule(minimum, Math.Min(minimum + hysteresis, most), minimum - hysteresis);
    }

    /// <summary>How it stands now.</summary>
    /// <param name="was">How it stood.</param>
    /// <param name="up">Weight of the servers that are up.</param>
    /// <param name="unknown">Weight of those that may be.</param>
    public QuorumStanding Next(QuorumStanding was, int up, int unknown) => was switch
    {
        QuorumStanding.Gained => up + unknown < Keep ? QuorumStanding.Lost : QuorumStanding.Gained,
        QuorumStanding.Lost => up >= Gain ? QuorumStanding.Gained : QuorumStanding.Lost,
        _ => up >= Gain ? QuorumStanding.Gained : up + unknown < Gain ? QuorumStanding.Lost : QuorumStanding.Undecided,
    };
}
