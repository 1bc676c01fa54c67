using System.Runtime.InteropServices;
using HaDirector.Model;

namespace HaDirector.Netlink.Route;

/// <summary>An address of an interface, as the kernel tells it.</summary>
/// <param name="InterfaceIndex">Interface.</param>
/// <param name="Address">Address and prefix length.</param>
/// <param name="Protocol">Who it belongs to (IFA_PROTO): 0 unknown, 1 loopback, 2 router advertisement, 3 link-local, 112 ours.</param>
/// <param name="IsSecondary">Whether another address of the same network is the primary one.</param>
public readonly record struct AddressRecord(int InterfaceIndex, IpPrefix Address, byte Protocol, bool IsSecondary)
{
    private const uint Secondary = 1, Tentative = 0x40, Optimistic = 4, DuplicateFound = 8; // IFA_F_; the last is IFA_F_DADFAILED

    /// <summary>Whether it may be the source of a packet: not while the kernel still probes for duplicates or found one.</summary>
    public bool CanSend { get; init; } = true;

    /// <summary>Reads the body of an RTM_NEWADDR or RTM_DELADDR message; false when it is not sound. Allocates nothing.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out AddressRecord record)
    {
        record = default;
        if (body.Length < RouteMessage.AddressHeaderLength) return false;
        byte prefixLength = body[1];
        uint flags = body[2];
        int index = MemoryMarshal.Read<int>(body[4..]);
        byte protocol = 0;
        IpAddress address = default, local = default;

        AttributeReader attributes = new(body[RouteMessage.AddressHeaderLength..]);
        while (attributes.Next())
        {
            if (attributes.Type == RouteMessage.AddressAttribute) attributes.TryAddress(out address);
            else if (attributes.Type == RouteMessage.LocalAttribute) attributes.TryAddress(out local);
            else if (attributes.Type == RouteMessage.ProtocolAttribute) attributes.TryUInt8(out protocol);
            else if (attributes.Type == RouteMessage.FlagsAttribute) attributes.TryUInt32(out flags);
        }

        // On a point-to-point interface IFA_ADDRESS is the peer's; IPv6 often has no IFA_LOCAL.
        IpAddress own = local.IsSet ? local : address;
        if (attributes.Fault is not null || !own.IsSet || prefixLength > own.BitCount) return false;
        record = new AddressRecord(index, new IpPrefix(own, prefixLength), protocol, own.IsV4 && (flags & Secondary) != 0)
        {
            CanSend = (flags & DuplicateFound) == 0 && (flags & (Tentative | Optimistic)) != Tentative,
        };
        return true;
    }
}
