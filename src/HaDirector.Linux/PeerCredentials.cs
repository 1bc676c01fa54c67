using System.Net.Sockets;
using System.Runtime.InteropServices;
using HaDirector.Linux.Interop;

namespace HaDirector.Linux;

/// <summary>Who is at the other end of a local socket, as the kernel knows it: nobody can lie about it.</summary>
/// <param name="Process">Its process id when it connected.</param>
/// <param name="User">Its user id when it connected.</param>
public readonly record struct PeerCredentials(int Process, uint User)
{
    private const int SocketLevel = 1, PeerCredentialsOption = 17; // SOL_SOCKET, SO_PEERCRED

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct UserCredentials
    {
        public readonly int Process;
        public readonly uint User;
        public readonly uint Group;
    }

    /// <summary>Asks the kernel; null when this is no connected local socket.</summary>
    public static PeerCredentials? Of(Socket socket)
    {
        Span<UserCredentials> found = stackalloc UserCredentials[1];
        Span<byte> bytes = MemoryMarshal.AsBytes(found);
        try
        {
            return socket.GetRawSocketOption(SocketLevel, PeerCredentialsOption, bytes) == bytes.Length && found[0].Process != 0
                ? new PeerCredentials(found[0].Process, found[0].User) : null;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>Name of the user; null when the host has none for it.</summary>
    public string? UserName => Libc.FindUserName(User);
}
