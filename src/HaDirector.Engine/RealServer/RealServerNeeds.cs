using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Engine.RealServer;

/// <summary>What a real server of direct-routing and tunnel services needs: to take packets for the virtual addresses without answering ARP for them.</summary>
/// <param name="Concerns">Whether any service names an address of the host, or all were asked for: otherwise nothing is known about it.</param>
/// <param name="Links">Tunnel interfaces that have to be there and up.</param>
/// <param name="Settings">Kernel settings.</param>
/// <param name="Addresses">Virtual addresses, each once.</param>
/// <param name="Notes">What the configuration does not tell, or what only people can do.</param>
public sealed record RealServerNeeds(
    bool Concerns,
    IReadOnlyList<string> Links,
    IReadOnlyList<KernelSetting> Settings,
    IReadOnlyList<HostAddress> Addresses,
    IReadOnlyList<string> Notes)
{
    private const string Loopback = "lo";
    private const string Tunnel4 = "tunl0"; // of the module ipip
    private const string Tunnel6 = "ip6tnl0"; // of the module ip6_tunnel

    /// <summary>The needs of a host that has the addresses <paramref name="own"/>.</summary>
    /// <param name="services">Services of the configuration.</param>
    /// <param name="own">Addresses of the host.</param>
    /// <param name="all">Prepare for every service when none names an address of the host.</param>
    public static RealServerNeeds For(IReadOnlyList<VirtualServiceSpec> services, IReadOnlySet<IpAddress> own, bool all)
    {
        bool named = services.Any(service => service.Servers.Any(server => own.Contains(server.Address.Address)));
        List<HostAddress> addresses = [];
        List<string> notes = [];
        if (!named && all) notes.Add("no service names an address of this host: preparing for all of them");
        foreach (VirtualServiceSpec service in services)
        {
            foreach (RealServerSpec server in service.Servers)
            {
                if (named ? own.Contains(server.Address.Address) : all) Add(service, server, addresses, notes);
            }
        }

        // Where a service wants an address on lo, a tunnel service of the same address is content with it.
        HashSet<IpAddress> onLoopback = [.. addresses.Where(address => address.Interface == Loopback).Select(address => address.Address)];
        List<string> links = [.. addresses.Select(address => address.Interface).Where(name => name != Loopback).Distinct()];
        List<HostAddress> distinct = [.. addresses.Distinct().Where(a => a.Interface == Loopback || !onLoopback.Contains(a.Address))];
        return new RealServerNeeds(named || all, links, SettingsFor(distinct, links), distinct, [.. notes.Distinct()]);
    }

    private static void Add(VirtualServiceSpec service, RealServerSpec server, List<HostAddress> addresses, List<string> notes)
    {
        Forwarding forwarding = server.Destination.Forwarding;
        if (forwarding == Forwarding.Nat)
        {
            notes.Add($"service {service.Name} forwards by nat: this host's answers must go back through the director (default route)");
            return;
        }
        if (forwarding is not (Forwarding.DirectRouting or Forwarding.Tunnel)) return;
        if (service.Key.IsMark)
        {
            notes.Add($"service {service.Name} is a firewall mark: put the addresses that are marked on this host yourself");
            return;
        }

        IpAddress address = service.Key.Address.Address;
        if (forwarding == Forwarding.DirectRouting) addresses.Add(new HostAddress(Loopback, address));
        else if (address.Family == server.Address.Address.Family) addresses.Add(new HostAddress(address.IsV4 ? Tunnel4 : Tunnel6, address));
        else notes.Add($"service {service.Name} tunnels {address} through another family: set that tunnel up yourself");
    }

    private static List<KernelSetting> SettingsFor(List<HostAddress> addresses, List<string> links)
    {
        List<KernelSetting> settings = [];
        if (addresses.Any(address => address.Address.IsV4))
        {
            // The kernel takes the greater of "all" and the interface's own for both, so "all" decides for every interface.
            foreach (string scope in (string[])["all", Loopback])
            {
                settings.Add(new KernelSetting($"net.ipv4.conf.{scope}.arp_ignore", "1", "this host answers ARP requests for the virtual address") { OrElse = "2" });
                settings.Add(new KernelSetting($"net.ipv4.conf.{scope}.arp_announce", "2", "this host's ARP requests tell its neighbours that it has the virtual address"));
            }
        }
        if (links.Contains(Tunnel4))
        {
            // Here too the greater of both counts: both have to be 0.
            foreach (string scope in (string[])["all", Tunnel4])
                settings.Add(new KernelSetting($"net.ipv4.conf.{scope}.rp_filter", "0", "the kernel drops what comes out of the tunnel, for the way back is another"));
        }
        return settings;
    }
}
