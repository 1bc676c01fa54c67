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
        SocketError.ConnectionReset => "connection reset",
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

    /// <summary>Errors that say something of this host only.</summary>
    public static Fault FaultOf(SocketError error) => error switch
    {
        SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable or SocketError.AddressNotAvailable or SocketError.AccessDenied =>
            Fault.Local,
        _ => Fault.Server,
    };
}
