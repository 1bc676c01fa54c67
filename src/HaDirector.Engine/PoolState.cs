namespace HaDirector.Engine;

/// <summary>How a service stands as a whole.</summary>
/// <param name="Service">Its name.</param>
/// <param name="Quorum">Whether it has enough servers.</param>
/// <param name="WeightUp">Weight of the servers that may take new connections, as configured and advised, backups in use included.</param>
/// <param name="Minimum">Weight below which, less the hysteresis, it has too little.</param>
/// <param name="Servers">Servers of the file.</param>
/// <param name="Healthy">Those of them that are up, whatever is asked of them.</param>
/// <param name="Failed">Those of them that are down, servers in maintenance left out.</param>
/// <param name="Backups">Backups in use.</param>
/// <param name="Sorry">Whether the sorry server answers.</param>
/// <param name="Panic">Whether failed servers are used because too few are up.</param>
public readonly record struct PoolState(
    string Service, QuorumStanding Quorum, int WeightUp, int Minimum, int Servers, int Healthy, int Failed, int Backups, bool Sorry, bool Panic)
{
    /// <summary>Servers that have no result yet.</summary>
    public int Unchecked { get; init; }
}

/// <summary>Whether a service has enough servers.</summary>
public enum QuorumStanding : byte
{
    /// <summary>Servers that are not checked yet decide it.</summary>
    Undecided,

    /// <summary>It has.</summary>
    Gained,

    /// <summary>It has not.</summary>
    Lost,
}
