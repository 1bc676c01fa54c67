using System.Buffers.Binary;
using System.Runtime.InteropServices;
using HaDirector.Linux.Interop;
using HaDirector.Model;

namespace HaDirector.Linux.Names;

/// <summary>The name of one address as the C library finds it (/etc/hosts, DNS). This waits as long as the resolver does.</summary>
internal static unsafe class HostName
{
    private const int NameBytes = 1025; // NI_MAXHOST
    private const int AddressBytesV4 = 16, AddressBytesV6 = 28; // sockaddr_in, sockaddr_in6

    /// <summary>The name, or null.</summary>
    public static string? Of(IpAddress address)
    {
        byte* socketAddress = stackalloc byte[AddressBytesV6];
        byte* name = stackalloc byte[NameBytes];
        Span<byte> bytes = new(socketAddress, AddressBytesV6);
        bytes.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)address.Family);
        address.Write(bytes[(address.IsV4 ? 4 : 8)..]);
        uint length = (uint)(address.IsV4 ? AddressBytesV4 : AddressBytesV6);
        return Libc.NameInfo(socketAddress, length, name, NameBytes, null, 0, Libc.NameRequired) == 0 ? Marshal.PtrToStringUTF8((nint)name) : null;
    }
}
