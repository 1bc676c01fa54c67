namespace HaDirector.Linux.Route;

/// <summary>
/// Kernel settings of an interface that carries virtual MAC devices, and of the devices. Without them the interface itself would answer for the
/// virtual addresses, or ask for others in their name, with its own Ethernet address (RFC 9568 section 8.1.2).
/// </summary>
internal static class VirtualMacSysctls
{
    /// <summary>Sets them. What cannot be set is no fault: this kernel lacks the family, or the setting.</summary>
    /// <param name="device">The macvlan.</param>
    /// <param name="lower">The interface it stands on. Its settings stay when the device goes: they are harmless, and who else wants them is not known.</param>
    public static void Set(string device, string lower)
    {
        foreach (string name in (string[])[device, lower])
        {
            Raise($"net/ipv4/conf/{name}/arp_ignore", 1); // answer for the addresses of this very interface only
            Raise($"net/ipv4/conf/{name}/arp_announce", 2); // ask in the name of addresses of this very interface only
        }

        // A client's packet comes in by the device while the way back is the interface. The stricter of "all" and the device's own counts,
        // so that with a strict "all" only loose (2) lets it in.
        bool strict = Sysctl.Read("net/ipv4/conf/all/rp_filter") is not (null or "0");
        Sysctl.Write($"net/ipv4/conf/{device}/rp_filter", strict ? "2" : "0");
        Sysctl.Write($"net/ipv6/conf/{device}/accept_ra", "0");
        Sysctl.Write($"net/ipv6/conf/{device}/accept_dad", "0");
        Sysctl.Write($"net/ipv6/conf/{device}/autoconf", "0");
    }

    private static void Raise(string setting, int least)
    {
        if (int.TryParse(Sysctl.Read(setting), out int value) && value < least) Sysctl.Write(setting, $"{least}");
    }
}
