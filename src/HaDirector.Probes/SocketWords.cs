using System.Net.Sockets;
using HaDirector.Health;

namespace HaDirector.Probes;

/// <summary>Socket errors in words, and whose fault they are.</summary>
internal static class SocketWords
{
    /// <summary>One line for people.</summary>
    public static string Say(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.ConnectionReset or SocketError.Shutdown => "connection reset", // Shutdown is EPIPE: the reset came before we sent
        SocketError.HostUnreachable => "no route to host",
        SocketError.NetworkUnreachable => "network unreachable",
        SocketError.HostDown => "host is down",
        SocketError.TimedOut => "connection timed out",
        SocketError.TooManyOpenSockets => "this host has no file descriptor left",
        SocketError.NoBufferSpaceAvailable => "this host has no buffer left",
        SocketError.AddressNotAvailable => "this host has no local port or address left",
        SocketError.AccessDenied => "this host's firewall forbids it",
        _ => $"socket error {error}",
    };

    /// <summary>The same with where in the try it happened: "connection reset in the middle of the answer".</summary>
    public static string Say(SocketError error, ProbePhase phase) =>
        phase == ProbePhase.Datagram ? SayIcmp(error) : error is not (SocketError.ConnectionReset or SocketError.Shutdown) ? Say(error) : phase switch
        {
            ProbePhase.TlsHandshake => "connection reset in the TLS handshake",
            ProbePhase.Answering => "connection reset in the middle of the answer",
            _ => Say(error),
        };

    /// <summary>What a try was doing when its time was over.</summary>
    public static string Doing(ProbePhase phase) => phase switch
    {
        ProbePhase.Connecting => "connecting",
        ProbePhase.TlsHandshake => "in the TLS handshake",
        ProbePhase.Waiting or ProbePhase.Datagram => "waiting for the answer",
        _ => "waiting for the rest of the answer",
    };

    /// <summary>Errors that say something of this host only.</summary>
    public static Fault FaultOf(SocketError error) => FaultOf(OutcomeOf(error));

    /// <summary>The same of an outcome.</summary>
    public static Fault FaultOf(ProbeOutcome outcome) => outcome == ProbeOutcome.Local ? Fault.Local : Fault.Server;

    /// <summary>The outcome of an error in a part of the try: what is forbidden after a datagram went out, ICMP forbade.</summary>
    public static ProbeOutcome OutcomeOf(SocketError error, ProbePhase phase) =>
        phase == ProbePhase.Datagram && error is SocketError.AccessDenied or SocketError.ProtocolOption ? ProbeOutcome.Refused : OutcomeOf(error);

    /// <summary>The same in one word.</summary>
    public static ProbeOutcome OutcomeOf(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => ProbeOutcome.Refused,
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown => ProbeOutcome.Unreachable,
        SocketError.TimedOut => ProbeOutcome.TimedOut,
        SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable or SocketError.AddressNotAvailable or SocketError.AccessDenied =>
            ProbeOutcome.Local,
        _ => ProbeOutcome.Broken,
    };

    /// <summary>The errors into which the kernel turns ICMP (icmp_err_convert of net/ipv4/icmp.c, tab_unreach of net/ipv6/icmp.c).</summary>
    private static string SayIcmp(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "ICMP port unreachable",
        SocketError.ProtocolOption => "ICMP protocol unreachable",
        SocketError.HostUnreachable => "ICMP host unreachable",
        SocketError.NetworkUnreachable => "ICMP network unreachable",
        SocketError.AccessDenied => "ICMP administratively prohibited",
        SocketError.MessageSize => "ICMP packet too big",
        _ => Say(error),
    };
}
