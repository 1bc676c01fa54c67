namespace HaDirector.Netlink.Route;

/// <summary>Numbers of rtnetlink that are used here (linux/rtnetlink.h, if_addr.h, if_link.h).</summary>
public static class RouteMessage
{
    /// <summary>RTM_NEWLINK: an interface is there or has changed.</summary>
    public const ushort NewLink = 16;

    /// <summary>RTM_DELLINK.</summary>
    public const ushort DeleteLink = 17;

    /// <summary>RTM_GETLINK.</summary>
    public const ushort GetLink = 18;

    /// <summary>RTM_NEWADDR.</summary>
    public const ushort NewAddress = 20;

    /// <summary>RTM_DELADDR.</summary>
    public const ushort DeleteAddress = 21;

    /// <summary>RTM_GETADDR.</summary>
    public const ushort GetAddress = 22;

    /// <summary>RTM_NEWROUTE.</summary>
    public const ushort NewRoute = 24;

    /// <summary>RTM_DELROUTE.</summary>
    public const ushort DeleteRoute = 25;

    /// <summary>RTM_GETROUTE.</summary>
    public const ushort GetRoute = 26;

    /// <summary>RTM_NEWRULE.</summary>
    public const ushort NewRule = 32;

    /// <summary>RTM_DELRULE.</summary>
    public const ushort DeleteRule = 33;

    /// <summary>RTM_GETRULE.</summary>
    public const ushort GetRule = 34;

    /// <summary>RTMGRP_LINK: multicast group of changes to interfaces.</summary>
    public const uint LinkGroup = 1;

    /// <summary>RTMGRP_IPV4_IFADDR: multicast group of changes to IPv4 addresses.</summary>
    public const uint Ipv4AddressGroup = 0x10;

    /// <summary>RTMGRP_IPV6_IFADDR: multicast group of changes to IPv6 addresses.</summary>
    public const uint Ipv6AddressGroup = 0x100;

    internal const int LinkHeaderLength = 16; // struct ifinfomsg
    internal const int AddressHeaderLength = 8; // struct ifaddrmsg

    internal const ushort AddressAttribute = 1; // IFA_ADDRESS
    internal const ushort LocalAttribute = 2; // IFA_LOCAL
    internal const ushort AddressLabelAttribute = 3; // IFA_LABEL
    internal const ushort CacheInfoAttribute = 6; // IFA_CACHEINFO
    internal const ushort FlagsAttribute = 8; // IFA_FLAGS
    internal const ushort ProtocolAttribute = 11; // IFA_PROTO, kernel 5.18

    internal const ushort LinkAddressAttribute = 1; // IFLA_ADDRESS
    internal const ushort LinkNameAttribute = 3; // IFLA_IFNAME
}
