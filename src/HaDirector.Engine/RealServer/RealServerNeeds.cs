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

    /// <summary>Ports at which the kernel has to unwrap GUE.</summary>
    public IReadOnlyList<GuePort> Ports { get; init; } = [];

    /// <summary>The needs of a host that has the addresses <paramref name="own"/>.</summary>
    /// <param name="services">Services of the configuration.</param>
    /// <param name="own">Addresses of the host.</param>
    /// <param name="all">Prepare for every service when none names an address of the host.</param>
    public static RealServerNeeds For(IReadOnlyList<VirtualServiceSpec> services, IReadOnlySet<IpAddress> own, bool all)
    {
        bool named = services.Any(service => service.Servers.Any(server => own.Contains(server.Address.Address)));
        List<HostAddress> addresses = [];
        List<GuePort> ports = [];
        List<string> notes = [];
        if (!named && all) notes.Add("no service names an address of this host: preparing for all of them");
        foreach (VirtualServiceSpec service in services)
        {
            foreach (RealServerSpec server in service.Servers)
            {
                if (named ? own.Contains(server.Address.Address) : all) Add(service, server, addresses, ports, notes);
            }
        }

        // Where a service wants an address on lo, a tunnel service of the same address is content with it.
        HashSet<IpAddress> onLoopback = [.. addresses.Where(address => address.Interface == Loopback).Select(address => address.Address)];
        List<string> links = [.. addresses.Select(address => address.Interface).Where(name => name != Loopback).Distinct()];
        List<HostAddress> distinct = [.. addresses.Distinct().Where(a => a.Interface == Loopback || !onLoopback.Contains(a.Address))];
        return new RealServerNeeds(named || all, links, SettingsFor(distinct, links), distinct, [.. notes.Distinct()])
        {
            Ports = [.. ports.Distinct()],
        };
    }

    private static void Add(VirtualServiceSpec service, RealServerSpec server, List<HostAddress> addresses, List<GuePort> ports, List<string> notes)
    {
        Forwarding forwarding = server.Destination.Forwarding;
        if (forwarding == Forwarding.Nat)
        {
            notes.Add($"service {service.Name} forwards by nat: this host's answers must go back through the director (default route)");
            return;
        }
        if (forwarding is not (Forwarding.DirectRouting or Forwarding.Tunnel)) return;
        TunnelSpec tunnel = server.Destination.Tunnel;
        IpFamily outer = server.Address.Address.Family;
        if (forwarding == Forwarding.Tunnel && tunnel.Type == TunnelType.Gue) ports.Add(new GuePort(tunnel.Port, outer));
        if (forwarding == Forwarding.Tunnel && tunnel is { Type: TunnelType.Gre, Checksum: TunnelChecksum.Full })
            notes.Add($"service {service.Name} wants checksums in GRE, which {TunnelDevice.Of(tunnel.Type, outer, outer)} drops: make a tunnel of your own with 'icsum' from each director");
        foreach (ServiceKey key in service.Keys)
        {
            if (key.IsMark) notes.Add($"service {service.Name} is a firewall mark: put the addresses that are marked on this host yourself");
            else
            {
                string? device = forwarding == Forwarding.DirectRouting ? Loopback : TunnelDevice.Of(tunnel.Type, key.Family, outer);
                if (device is null)
                    notes.Add($"service {service.Name} comes inside IPv6, which the kernel's ip6tnl0 takes from nobody: ip link add hd-tun6 up type ip6tnl mode any local {server.Address.Address} remote any");
                addresses.Add(new HostAddress(device ?? Loopback, key.Address.Address));
            }
        }
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
        string[] filtering = [.. addresses.Where(address => address.Address.IsV4).Select(address => address.Interface).Where(links.Contains).Distinct()];
        if (filtering.Length > 0)
        {
            // Here too the greater of both counts: both have to be 0.
            foreach (string scope in (string[])["all", .. filtering])
                settings.Add(new KernelSetting($"net.ipv4.conf.{scope}.rp_filter", "0", "the kernel drops what comes out of the tunnel, for the way back is another"));
        }
        return settings;
    }
}
