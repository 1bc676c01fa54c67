namespace HaDirector.Ipvs;

/// <summary>What a tunnel to a real server wraps packets in; the kernel's values (IP_VS_CONN_F_TUNNEL_TYPE_*).</summary>
public enum TunnelType : byte
{
    /// <summary>IP in IP.</summary>
    Ipip = 0,

    /// <summary>Generic UDP encapsulation, to a port of the server.</summary>
    Gue = 1,

    /// <summary>Generic routing encapsulation.</summary>
    Gre = 2,
}

/// <summary>How the outer header of a GUE or GRE tunnel is checksummed; the kernel's values (IP_VS_TUNNEL_ENCAP_FLAG_*).</summary>
public enum TunnelChecksum : ushort
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>Over the whole packet.</summary>
    Full = 1,

    /// <summary>Remote checksum offload, GUE alone: the inner checksum is made by the receiver.</summary>
    Remote = 2,
}

/// <summary>The tunnel to a real server.</summary>
/// <param name="Type">What packets are wrapped in.</param>
/// <param name="Port">UDP port of GUE, 1-65535; 0 for the others.</param>
/// <param name="Checksum">Checksum of the outer header; none for IP in IP.</param>
public readonly record struct TunnelSpec(TunnelType Type, ushort Port = 0, TunnelChecksum Checksum = TunnelChecksum.None);
