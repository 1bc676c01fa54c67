using System.Buffers.Binary;
using HaDirector.Linux.Interop;
using HaDirector.Model;

namespace HaDirector.Linux.Tcp;

/// <summary>struct sockaddr_in and sockaddr_in6: the family in host order, then port and address in network order.</summary>
internal static class SocketAddressBytes
{
    /// <summary>Bytes of the longer of the two.</summary>
    public const int Max = 28;

    /// <summary>Writes an endpoint into <see cref="Max"/> bytes.</summary>
    /// <returns>Bytes the kernel is to read.</returns>
    public static uint Write(Span<byte> bytes, IpEndpoint endpoint)
    {
        bytes.Clear();
        bool v4 = endpoint.Address.IsV4;
        BitConverter.TryWriteBytes(bytes, (ushort)(v4 ? Libc.AfInet : Libc.AfInet6));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], endpoint.Port);
        endpoint.Address.Write(bytes[(v4 ? 4 : 8)..]);
        return v4 ? 16u : Max;
    }
}
