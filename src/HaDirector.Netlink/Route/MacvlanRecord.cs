using System.Runtime.InteropServices;
using System.Text;

namespace HaDirector.Netlink.Route;

/// <summary>What the kernel tells of an interface that may be a macvlan of ours.</summary>
/// <param name="Index">Its index.</param>
/// <param name="LowerIndex">The interface it stands on; 0 where it stands on none.</param>
/// <param name="HardwareAddress">Its Ethernet address.</param>
/// <param name="IsMacvlan">Whether it is a macvlan.</param>
/// <param name="IsOurs">Whether it carries our mark.</param>
public readonly record struct MacvlanRecord(int Index, int LowerIndex, HardwareAddress HardwareAddress, bool IsMacvlan, bool IsOurs)
{
    private const ushort Lower = 5, LinkInfo = 18, Alias = 20; // IFLA_
    private const ushort InfoKind = 1;

    /// <summary>Reads the body of an RTM_NEWLINK message; false when it is not sound. Allocates nothing.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out MacvlanRecord record)
    {
        record = default;
        if (body.Length < RouteMessage.LinkHeaderLength) return false;
        int index = MemoryMarshal.Read<int>(body[4..]);
        uint lower = 0;
        HardwareAddress hardware = default;
        bool macvlan = false, ours = false;
        AttributeReader attributes = new(body[RouteMessage.LinkHeaderLength..]);
        while (attributes.Next())
        {
            if (attributes.Type == RouteMessage.LinkAddressAttribute) HardwareAddress.TryRead(attributes.Value, out hardware);
            else if (attributes.Type == Lower) attributes.TryUInt32(out lower);
            else if (attributes.Type == Alias) ours = Is(attributes.Value, MacvlanRequest.Mark);
            else if (attributes.Type == LinkInfo) macvlan = KindIsMacvlan(attributes.Nested());
        }

        if (attributes.Fault is not null) return false;
        record = new MacvlanRecord(index, (int)lower, hardware, macvlan, ours);
        return true;
    }

    private static bool KindIsMacvlan(AttributeReader info)
    {
        while (info.Next())
        {
            if (info.Type == InfoKind) return Is(info.Value, "macvlan");
        }

        return false;
    }

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<char> wanted)
    {
        int end = text.IndexOf((byte)0);
        return Ascii.Equals(end < 0 ? text : text[..end], wanted);
    }
}
