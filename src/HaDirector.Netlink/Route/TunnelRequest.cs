using System.Runtime.InteropServices;
using HaDirector.Model;

namespace HaDirector.Netlink.Route;

/// <summary>Writes rtnetlink requests about tunnel devices that take packets from anybody, and reads what the kernel tells of them.</summary>
public static class TunnelRequest
{
    private const uint Up = 1; // IFF_UP
    private const ushort LinkInfo = 18, InfoKind = 1, InfoData = 2; // IFLA_, IFLA_INFO_

    // A director may send from the virtual address itself, which the real server has too: without this the kernel takes its packets for forged.
    private const uint AllowLocalRemote = 0x40;
    private const ushort Ip6Local = 2, Ip6Remote = 3, Ip6Flags = 8, Ip6Protocol = 9; // IFLA_IPTUN_
    private const ushort GreFlagsIn = 2, GreLocal = 6, GreRemote = 7; // IFLA_GRE_
    private const ushort GreChecksum = 0x8000;

    /// <summary>Makes the device, up.</summary>
    public static void Make(ref NetlinkWriter writer, uint sequence, ReceivingTunnel tunnel)
    {
        int start = writer.BeginMessage(RouteMessage.NewLink, MessageFlags.Create | MessageFlags.Exclusive | MessageFlags.Ack, sequence);
        Span<byte> header = writer.Raw(RouteMessage.LinkHeaderLength);
        MemoryMarshal.Write(header[8..], Up);
        MemoryMarshal.Write(header[12..], Up);
        writer.Text(RouteMessage.LinkNameAttribute, tunnel.Name);
        int info = writer.BeginNest(LinkInfo);
        writer.Text(InfoKind, tunnel.Kind);
        int data = writer.BeginNest(InfoData);
        writer.Address(tunnel.IsGre ? GreLocal : Ip6Local, tunnel.Local);
        if (tunnel.IsGre) writer.UInt16BigEndian(GreFlagsIn, GreChecksum);
        else
        {
            writer.UInt32(Ip6Flags, AllowLocalRemote);
            writer.UInt8(Ip6Protocol, 0); // IPv4 and IPv6 in it
        }

        writer.EndNest(data);
        writer.EndNest(info);
        writer.EndMessage(start);
    }

    /// <summary>Reads the body of an RTM_NEWLINK message; false when it is not sound, or no tunnel that takes packets from anybody and with all that directors put in.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ReceivingTunnel tunnel)
    {
        tunnel = default;
        if (body.Length < RouteMessage.LinkHeaderLength) return false;
        (string name, string kind) = ("", "");
        AttributeReader data = default;
        AttributeReader attributes = new(body[RouteMessage.LinkHeaderLength..]);
        while (attributes.Next())
        {
            if (attributes.Type == RouteMessage.LinkNameAttribute) name = attributes.Text();
            if (attributes.Type != LinkInfo) continue;
            AttributeReader info = attributes.Nested();
            while (info.Next())
            {
                if (info.Type == InfoKind) kind = info.Text();
                else if (info.Type == InfoData) data = info.Nested();
            }

            attributes.Sound(info.Fault);
        }

        if (attributes.Fault is not null || kind is not ("ip6tnl" or "gre" or "ip6gre")) return false;
        return kind == "ip6tnl" ? TryIpv6(name, ref data, out tunnel) : TryGre(name, ref data, out tunnel);
    }

    private static bool TryIpv6(string name, ref AttributeReader data, out ReceivingTunnel tunnel)
    {
        (IpAddress local, IpAddress remote, uint flags, byte protocol) = (default, default, 0, 255);
        while (data.Next())
        {
            switch (data.Type)
            {
                case Ip6Local: data.TryAddress(out local); break;
                case Ip6Remote: data.TryAddress(out remote); break;
                case Ip6Flags: data.TryUInt32(out flags); break;
                case Ip6Protocol: data.TryUInt8(out protocol); break;
            }
        }

        tunnel = new ReceivingTunnel(name, IsGre: false, local);
        return data.Fault is null && local.IsSet && (!remote.IsSet || remote.IsAny) && protocol == 0 && (flags & AllowLocalRemote) != 0;
    }

    private static bool TryGre(string name, ref AttributeReader data, out ReceivingTunnel tunnel)
    {
        (IpAddress local, IpAddress remote, ushort flags) = (default, default, 0);
        while (data.Next())
        {
            switch (data.Type)
            {
                case GreLocal: data.TryAddress(out local); break;
                case GreRemote: data.TryAddress(out remote); break;
                case GreFlagsIn: data.TryUInt16BigEndian(out flags); break;
            }
        }

        tunnel = new ReceivingTunnel(name, IsGre: true, local);
        return data.Fault is null && local.IsSet && (!remote.IsSet || remote.IsAny) && flags == GreChecksum;
    }
}
