using System.Buffers.Binary;
using HaDirector.Model;
using HaDirector.Netlink.Route;

namespace HaDirector.VrrpProcess;

/// <summary>The frame that tells a network who has an address now (RFC 5227 section 3, RFC 9568 section 6.4 and errata 7947, 7949).</summary>
public static class GratuitousArp
{
    /// <summary>Bytes of the frame, padded to the smallest Ethernet frame (without its check sequence).</summary>
    public const int FrameLength = 60;

    private const ushort EtherTypeArp = 0x0806, EtherTypeIpv4 = 0x0800;
    private const ushort HardwareEthernet = 1, OperationRequest = 1;

    /// <summary>Writes the broadcast request for <paramref name="address"/> by <paramref name="hardware"/>.</summary>
    /// <param name="frame">At least <see cref="FrameLength"/> bytes.</param>
    /// <param name="hardware">Ethernet address of the interface.</param>
    /// <param name="address">Virtual IPv4 address: sender and target alike.</param>
    public static void Write(Span<byte> frame, HardwareAddress hardware, IpAddress address)
    {
        frame = frame[..FrameLength];
        frame.Clear();
        frame[..6].Fill(0xFF);
        hardware.Write(frame[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], EtherTypeArp);
        BinaryPrimitives.WriteUInt16BigEndian(frame[14..], HardwareEthernet);
        BinaryPrimitives.WriteUInt16BigEndian(frame[16..], EtherTypeIpv4);
        frame[18] = 6; // bytes of a hardware address
        frame[19] = 4; // bytes of a protocol address
        BinaryPrimitives.WriteUInt16BigEndian(frame[20..], OperationRequest);
        hardware.Write(frame[22..]);
        address.Write(frame[28..]);
        frame[32..38].Fill(0xFF); // ignored in a request; some old switches look at it
        address.Write(frame[38..]);
    }
}
