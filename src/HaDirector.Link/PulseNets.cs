namespace HaDirector.Link;

/// <summary>What stands between a dead VRRP process and its addresses, in one number of its pulse.</summary>
/// <param name="Fenced">The kernel's fence is in force.</param>
/// <param name="FenceMissing">A fence is wanted and cannot be had.</param>
/// <param name="PeerPresent">Another director is there: by its hellos, or by the BFD session of a router.</param>
/// <param name="DirectorsSeen">Which of the other directors say hello, a bit for each in the order of the plan.</param>
public readonly record struct PulseNets(bool Fenced, bool FenceMissing, bool PeerPresent, uint DirectorsSeen)
{
    /// <summary>As a number.</summary>
    public long Word => (Fenced ? 1L : 0) | (FenceMissing ? 2L : 0) | (PeerPresent ? 4L : 0) | ((long)DirectorsSeen << 8);

    /// <summary>From the number.</summary>
    public static PulseNets From(long word) => new((word & 1) != 0, (word & 2) != 0, (word & 4) != 0, (uint)(word >> 8));
}
