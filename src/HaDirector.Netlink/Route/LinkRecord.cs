using System.Runtime.InteropServices;

namespace HaDirector.Netlink.Route;

/// <summary>An interface, as the kernel tells it.</summary>
/// <param name="Index">Its index; another when it is made anew under the same name.</param>
/// <param name="Flags">IFF_ flags.</param>
/// <param name="HardwareAddress">Its Ethernet address; not set where it has none of 6 bytes.</param>
public readonly record struct LinkRecord(int Index, uint Flags, HardwareAddress HardwareAddress)
{
    private const uint Up = 1, Running = 0x40; // IFF_UP, IFF_RUNNING

    /// <summary>Whether somebody has set it up.</summary>
    public bool IsUp => (Flags & Up) != 0;

    /// <summary>Whether it is up and can carry packets (carrier).</summary>
    public bool IsRunning => (Flags & (Up | Running)) == (Up | Running);

    /// <summary>Reads the body of an RTM_NEWLINK or RTM_DELLINK message; false when it is not sound. Allocates nothing.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out LinkRecord record)
    {
        record = default;
        if (body.Length < RouteMessage.LinkHeaderLength) return false;
        int index = MemoryMarshal.Read<int>(body[4..]); // struct ifinfomsg: family, pad, type, index, flags, change
        uint flags = MemoryMarshal.Read<uint>(body[8..]);
        HardwareAddress hardware = default;
        AttributeReader attributes = new(body[RouteMessage.LinkHeaderLength..]);
        while (attributes.Next())
        {
            if (attributes.Type == RouteMessage.LinkAddressAttribute) HardwareAddress.TryRead(attributes.Value, out hardware);
        }

        if (attributes.Fault is not null) return false;
        record = new LinkRecord(index, flags, hardware);
        return true;
    }
}
