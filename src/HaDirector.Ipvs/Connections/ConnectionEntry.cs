using System.Buffers.Binary;
using HaDirector.Model;

namespace HaDirector.Ipvs.Connections;

/// <summary>Where the kernel has a connection from; only /proc/net/ip_vs_conn_sync tells.</summary>
public enum ConnectionOrigin : byte
{
    /// <summary>Not told.</summary>
    None,

    /// <summary>This kernel scheduled it.</summary>
    Local,

    /// <summary>The sync daemon brought it.</summary>
    Sync,
}

/// <summary>A connection, or a persistence template, of the kernel's connection table.</summary>
/// <param name="Protocol">As the kernel writes it: "TCP", "UDP", "SCTP", "IP" (a template of a firewall mark), "AH", "ESP", "IP_n".</param>
/// <param name="Client">Client; port 0 in a template, and its address cut to the persistence granularity.</param>
/// <param name="Virtual">Virtual address and port; in a template of a firewall mark the mark stands in its place (see <see cref="FirewallMark"/>).</param>
/// <param name="Server">Real server; its family may be another.</param>
/// <param name="State">As the kernel writes it: "ESTABLISHED", "UDP", "NONE" or "ASSURED" (templates), ...</param>
/// <param name="ExpiresSeconds">Seconds until the kernel forgets it when nothing more comes.</param>
public readonly record struct ConnectionEntry(
    string Protocol, IpEndpoint Client, IpEndpoint Virtual, IpEndpoint Server, string State, uint ExpiresSeconds)
{
    /// <summary>Where the kernel has it from.</summary>
    public ConnectionOrigin Origin { get; init; }

    /// <summary>Name of the persistence engine; null without.</summary>
    public string? EngineName { get; init; }

    /// <summary>What the engine goes by, such as a Call-ID: bytes of a client as Latin-1, not to be trusted; null without.</summary>
    public string? EngineData { get; init; }

    /// <summary>Whether it keeps a client with its server and is no connection itself.</summary>
    public bool IsTemplate => Client.Port == 0 && State is "NONE" or "ASSURED";

    /// <summary>Transport; none for what is neither TCP, UDP nor SCTP.</summary>
    public Transport Transport => Protocol switch
    {
        "TCP" => Transport.Tcp,
        "UDP" => Transport.Udp,
        "SCTP" => Transport.Sctp,
        _ => Transport.None,
    };

    /// <summary>The mark of the service that a template belongs to; 0 when it is not one of a firewall mark.</summary>
    public uint FirewallMark
    {
        get
        {
            if (Protocol != "IP") return 0;
            Span<byte> bytes = stackalloc byte[16]; // the mark is the first four, in either family
            Virtual.Address.Write(bytes);
            return BinaryPrimitives.ReadUInt32BigEndian(bytes);
        }
    }
}
