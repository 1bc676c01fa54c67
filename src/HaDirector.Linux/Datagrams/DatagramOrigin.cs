using HaDirector.Linux.Interop;
using HaDirector.Model;

namespace HaDirector.Linux.Datagrams;

/// <summary>Where a datagram came from, as the kernel says.</summary>
public readonly struct DatagramOrigin
{
    private DatagramOrigin(IpAddress source, int interfaceIndex, int hopLimit) =>
        (Source, InterfaceIndex, HopLimit) = (source, interfaceIndex, hopLimit);

    /// <summary>Source address.</summary>
    public IpAddress Source { get; }

    /// <summary>Interface it came over; 0 when the kernel did not say.</summary>
    public int InterfaceIndex { get; }

    /// <summary>TTL or hop limit on arrival; -1 when the kernel did not say.</summary>
    public int HopLimit { get; }

    /// <summary>An origin that no kernel told of, read as if one had, for the dry run that warms the code.</summary>
    /// <param name="source">An IPv4 address.</param>
    /// <param name="interfaceIndex">Interface.</param>
    public static unsafe DatagramOrigin Pretend(IpAddress source, int interfaceIndex)
    {
        Span<byte> address = stackalloc byte[16];
        BitConverter.TryWriteBytes(address, (ushort)Libc.AfInet);
        source.Write(address[4..]);
        int header = sizeof(Libc.ControlHeader);
        byte* control = stackalloc byte[64];
        Libc.ControlHeader* hopLimit = (Libc.ControlHeader*)control, packetInfo = (Libc.ControlHeader*)(control + header + 8);
        *hopLimit = new() { Length = (nuint)(header + 4), Level = Libc.SolIp, Type = Libc.IpTtl };
        *packetInfo = new() { Length = (nuint)(header + 12), Level = Libc.SolIp, Type = Libc.IpPacketInfo };
        *(int*)(hopLimit + 1) = 255;
        *(int*)(packetInfo + 1) = interfaceIndex;
        return Read(address, control, (2 * header) + 8 + 16);
    }

    internal static unsafe DatagramOrigin Read(ReadOnlySpan<byte> address, byte* control, int controlLength)
    {
        IpAddress source = default;
        if (address.Length >= 8 && address[0] == Libc.AfInet) IpAddress.TryRead(address.Slice(4, 4), out source);
        else if (address.Length >= 24) IpAddress.TryRead(address.Slice(8, 16), out source);

        (int interfaceIndex, int hopLimit) = (0, -1);
        int header = sizeof(Libc.ControlHeader);
        for (int at = 0; at + header <= controlLength;)
        {
            Libc.ControlHeader* item = (Libc.ControlHeader*)(control + at);
            if (item->Length < (nuint)header || item->Length > (nuint)(controlLength - at)) break;
            ReadOnlySpan<byte> data = new(control + at + header, (int)item->Length - header);
            switch (item->Level, item->Type)
            {
                case (Libc.SolIp, Libc.IpTtl) or (Libc.SolIpv6, Libc.Ipv6HopLimit) when data.Length >= 4:
                    hopLimit = BitConverter.ToInt32(data);
                    break;
                case (Libc.SolIp, Libc.IpPacketInfo) when data.Length >= 4:
                    interfaceIndex = BitConverter.ToInt32(data);
                    break;
                case (Libc.SolIpv6, Libc.Ipv6PacketInfo) when data.Length >= 20:
                    interfaceIndex = BitConverter.ToInt32(data[16..]);
                    break;
            }

            at += ((int)item->Length + 7) & ~7;
        }

        return new DatagramOrigin(source, interfaceIndex, hopLimit);
    }
}
