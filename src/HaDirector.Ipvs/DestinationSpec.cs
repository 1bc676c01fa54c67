namespace HaDirector.Ipvs;

/// <summary>How packets reach a real server; the kernel's values (IP_VS_CONN_F_FWD_MASK).</summary>
public enum Forwarding : byte
{
    /// <summary>Masquerading: destination address rewritten, answers come back through the director.</summary>
    Nat = 0,

    /// <summary>The kernel's own mark for a destination on this host.</summary>
    Local = 1,

    /// <summary>IP in IP.</summary>
    Tunnel = 2,

    /// <summary>Direct routing: only the link-layer address changes.</summary>
    DirectRouting = 3,

    /// <summary>Cache bypass.</summary>
    Bypass = 4,
}

/// <summary>How a destination (real server) of a virtual service is used.</summary>
/// <param name="Forwarding">Forwarding method.</param>
/// <param name="Weight">0 takes no new connections; 65535 at most here.</param>
/// <param name="UpperThreshold">Connections above which no new ones come; 0 is no limit.</param>
/// <param name="LowerThreshold">Connections below which new ones come again; 0 is 3/4 of the upper.</param>
public readonly record struct DestinationSpec(Forwarding Forwarding, int Weight, uint UpperThreshold = 0, uint LowerThreshold = 0)
{
    /// <summary>The tunnel of <see cref="Forwarding.Tunnel"/>; without meaning, and its default, for every other method.</summary>
    public TunnelSpec Tunnel { get; init; }
}
