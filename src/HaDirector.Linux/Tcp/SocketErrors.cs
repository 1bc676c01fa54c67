using System.Net.Sockets;
using HaDirector.Linux.Interop;

namespace HaDirector.Linux.Tcp;

/// <summary>Error numbers of socket calls in the framework's words.</summary>
internal static class SocketErrors
{
    /// <summary>Of the last call on this thread that failed.</summary>
    public static SocketError Last => Of(Libc.LastError);

    /// <summary>Of an error number; 0 is success.</summary>
    public static SocketError Of(int error) => error switch
    {
        0 => SocketError.Success,
        Errno.EINPROGRESS => SocketError.InProgress,
        Errno.EAGAIN or Errno.EINTR => SocketError.WouldBlock,
        Errno.ECONNREFUSED => SocketError.ConnectionRefused,
        Errno.ECONNRESET or Errno.EPIPE => SocketError.ConnectionReset,
        Errno.EHOSTUNREACH => SocketError.HostUnreachable,
        Errno.ENETUNREACH => SocketError.NetworkUnreachable,
        Errno.EHOSTDOWN => SocketError.HostDown,
        Errno.ENETDOWN => SocketError.NetworkDown,
        Errno.ETIMEDOUT => SocketError.TimedOut,
        Errno.EMFILE or Errno.ENFILE => SocketError.TooManyOpenSockets,
        Errno.ENOBUFS or Errno.ENOMEM => SocketError.NoBufferSpaceAvailable,
        Errno.EADDRNOTAVAIL or Errno.ENODEV => SocketError.AddressNotAvailable,
        Errno.EACCES or Errno.EPERM => SocketError.AccessDenied,
        Errno.EINVAL => SocketError.InvalidArgument,
        _ => SocketError.SocketError,
    };
}
