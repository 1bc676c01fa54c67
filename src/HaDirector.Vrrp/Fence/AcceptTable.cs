using HaDirector.Model;

namespace HaDirector.Vrrp.Fence;

/// <summary>
/// Accept_Mode off as text for nft(8): this host drops what comes to the addresses of a router that it does not own, except neighbour discovery
/// (RFC 9568 section 6.1); ARP is never seen there. Behind the kernel's IPVS, which takes what belongs to a service.
/// </summary>
public static class AcceptTable
{
    /// <summary>Family and name of the table.</summary>
    public const string Name = "inet hadirector-accept";

    private const int BehindIpvs = 150; // IPVS works at 98 and 99 of the same hook

    /// <summary>The script that takes the table away, whether it is there or not.</summary>
    public static string Remove => $"add table {Name}\ndelete table {Name}\n";

    /// <summary>Whether there is anything to drop.</summary>
    public static bool IsNeeded(IReadOnlyList<VirtualRouterSpec> routers) => routers.Any(Drops);

    /// <summary>The script that makes the table, in one step.</summary>
    public static string Make(IReadOnlyList<VirtualRouterSpec> routers)
    {
        SortedSet<IpAddress> dropped = [.. routers.Where(Drops).SelectMany(router => router.Addresses.Concat(router.Excluded)).Select(held => held.Address)];
        string four = string.Join(", ", dropped.Where(address => address.IsV4));
        string six = string.Join(", ", dropped.Where(address => !address.IsV4));
        string text = $"{Remove}table {Name} {{\n  chain input {{\n    type filter hook input priority {BehindIpvs}; policy accept;\n";
        if (four.Length > 0) text += $"    ip daddr {{ {four} }} drop\n";
        if (six.Length > 0) text += $"    icmpv6 type {{ nd-neighbor-solicit, nd-neighbor-advert }} accept\n    ip6 daddr {{ {six} }} drop\n";
        return text + "  }\n}\n";
    }

    private static bool Drops(VirtualRouterSpec router) => !router.Accept && !router.IsOwner;
}
