using HaDirector.Model;

namespace HaDirector.Bfd;

/// <summary>What a BFD session is configured to be. Immutable; a reload makes a new one.</summary>
/// <param name="Name">Name in the configuration, at most 31 bytes of ASCII.</param>
/// <param name="Peer">The other end.</param>
/// <param name="Local">This end; not set lets the kernel choose.</param>
/// <param name="Interface">Interface of a single-hop session; empty when multihop.</param>
/// <param name="TransmitInterval">Desired interval of our packets, 3 ms or more.</param>
/// <param name="ReceiveInterval">Smallest interval of theirs that we can bear, 3 ms or more.</param>
/// <param name="Multiplier">How many of them may be missed, 1-255.</param>
public sealed record BfdSpec(
    string Name, IpAddress Peer, IpAddress Local, string Interface, TimeSpan TransmitInterval, TimeSpan ReceiveInterval, byte Multiplier)
{
    /// <summary>Whether routers may be in between (RFC 5883): other port, no TTL of 255.</summary>
    public bool MultiHop { get; init; }

    /// <summary>Least TTL or hop limit that is believed of a multihop session; a single hop's is always 255 (RFC 5881 section 5).</summary>
    public byte HopLimitMin { get; init; } = 255;

    /// <summary>Whether to wait for the other end's first packet (RFC 5880 section 6.1).</summary>
    public bool Passive { get; init; }

    /// <summary>Most sessions of a plan.</summary>
    public const int SessionsMax = 64;

    /// <summary>Smallest interval.</summary>
    public static readonly TimeSpan IntervalMin = TimeSpan.FromMilliseconds(3);

    /// <summary>Largest interval.</summary>
    public static readonly TimeSpan IntervalMax = TimeSpan.FromSeconds(60);

    /// <summary>The interval of our packets before jitter when the other end bears them no faster than this (RFC 5880 section 6.8.2).</summary>
    public TimeSpan IntervalFor(TimeSpan bearable) => bearable > TransmitInterval ? bearable : TransmitInterval;

    /// <summary>How long such an end believes in us after our last packet: what a lease that follows the session must not outlast.</summary>
    public TimeSpan PatienceOf(TimeSpan bearable) => IntervalFor(bearable) * Multiplier;

    /// <summary>Whether both are the same session, though perhaps with other intervals: it can go on from one to the other without going down.</summary>
    public bool IsSessionOf(BfdSpec other) =>
        Name == other.Name && Peer == other.Peer && Local == other.Local && Interface == other.Interface && MultiHop == other.MultiHop;
}
