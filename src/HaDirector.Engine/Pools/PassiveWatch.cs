using HaDirector.Ipvs;

namespace HaDirector.Engine.Pools;

/// <summary>Tells from the kernel's counters that a server may be dead: connections come, none is established, and hardly more than their first packets were sent.</summary>
internal static class PassiveWatch
{
    /// <summary>Connections in one look from which on they mean something.</summary>
    private const ulong ConnectionsMin = 5;

    /// <summary>The first packet of a connection and a repetition; a connection that was answered takes four at least.</summary>
    private const double PacketsPerConnection = 2.5;

    /// <summary>What is compared.</summary>
    public readonly record struct Counters(ulong Connections, ulong PacketsIn);

    /// <summary>Whether a server of TCP is suspect, by its counters at the last look and now.</summary>
    public static bool Suspects(Counters before, DestinationStatus now)
    {
        if (now.Active > 0 || now.Traffic.Connections < before.Connections || now.Traffic.PacketsIn < before.PacketsIn) return false;
        ulong connections = now.Traffic.Connections - before.Connections, packets = now.Traffic.PacketsIn - before.PacketsIn;
        return connections >= ConnectionsMin && packets <= connections * PacketsPerConnection;
    }
}
