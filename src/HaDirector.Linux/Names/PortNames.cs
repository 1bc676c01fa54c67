using System.Buffers.Binary;
using System.Runtime.InteropServices;
using HaDirector.Ipvs;
using HaDirector.Linux.Interop;

namespace HaDirector.Linux.Names;

/// <summary>Names of ports as the C library knows them (/etc/services).</summary>
internal static unsafe class PortNames
{
    private static readonly Lock Answers = new(); // the library answers everybody in the same place

    /// <summary>Name of a port, or null.</summary>
    public static string? Name(ushort port, Transport transport)
    {
        if (Protocol(transport) is not { } protocol) return null;
        lock (Answers)
        {
            Libc.ServiceEntry* entry = Libc.ServiceByPort(NetworkOrder(port), protocol);
            return entry is null ? null : Marshal.PtrToStringUTF8((nint)entry->Name);
        }
    }

    /// <summary>The port of a name.</summary>
    public static bool TryPort(string name, Transport transport, out ushort port)
    {
        port = 0;
        if (Protocol(transport) is not { } protocol || name.Contains('\0')) return false;
        lock (Answers)
        {
            Libc.ServiceEntry* entry = Libc.ServiceByName(name, protocol);
            if (entry is null) return false;
            port = BinaryPrimitives.ReverseEndianness((ushort)entry->Port);
            return true;
        }
    }

    private static int NetworkOrder(ushort port) => BinaryPrimitives.ReverseEndianness(port);

    private static string? Protocol(Transport transport) => transport switch
    {
        Transport.Tcp => "tcp",
        Transport.Udp => "udp",
        Transport.Sctp => "sctp",
        _ => null,
    };
}
