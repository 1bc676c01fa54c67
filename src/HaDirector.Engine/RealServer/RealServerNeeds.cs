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

    /// <summary>Tunnels of our own; their devices are among the links.</summary>
    public IReadOnlyList<ReceivingTunnel> Tunnels { get; init; } = [];

    /// <summary>The needs of a host that has the addresses <paramref name="own"/>.</summary>
    /// <param name="services">Services of the configuration.</param>
    /// <param name="own">Addresses of the host.</param>
    /// <param name="all">Prepare for every service when none names an address of the host.</param>
    public static RealServerNeeds For(IReadOnlyList<VirtualServiceSpec> services, IReadOnlySet<IpAddress> own, bool all)
    {
        bool named = services.Any(service => service.Servers.Any(server => own.Contains(server.Address.Address)));
        List<(VirtualServiceSpec Service, RealServerSpec Server)> pairs =
        [
            .. from service in services from server in service.Servers
               where named ? own.Contains(server.Address.Address) : all
               select (service, server),
        ];
        List<string> notes = !named && all ? ["no service names an address of this host: preparing for all of them"] : [];
        // Of a host that no service names it is not known which of its addresses directors send to.
        List<ReceivingTunnel> tunnels = named ? TunnelsFor(pairs) : [];
        List<HostAddress> addresses = [];
        foreach ((VirtualServiceSpec service, RealServerSpec server) in pairs) Add(service, server, tunnels, addresses, notes);

        // Where a service wants an address on lo, a tunnel service of the same address is content with it.
        HashSet<IpAddress> onLoopback = [.. addresses.Where(address => address.Interface == Loopback).Select(address => address.Address)];
        List<string> links = [.. addresses.Select(address => address.Interface).Where(name => name != Loopback).Concat(tunnels.Select(tunnel => tunnel.Name)).Distinct()];
        List<HostAddress> distinct = [.. addresses.Distinct().Where(a => a.Interface == Loopback || !onLoopback.Contains(a.Address))];
        return new RealServerNeeds(named || all, links, SettingsFor(addresses, links), distinct, [.. notes.Distinct()])
        {
            Ports = [.. pairs.Where(pair => IsTunnel(pair.Server, TunnelType.Gue)).Select(pair => new GuePort(pair.Server.Destination.Tunnel.Port, pair.Server.Address.Address.Family)).Distinct()],
            Tunnels = tunnels,
        };
    }

    private static bool IsTunnel(RealServerSpec server, TunnelType type) => server.Destination.Forwarding == Forwarding.Tunnel && server.Destination.Tunnel.Type == type;

    // By address, so that the names do not depend on the order of the file.
    private static List<ReceivingTunnel> TunnelsFor(List<(VirtualServiceSpec Service, RealServerSpec Server)> pairs)
    {
        IEnumerable<(bool Gre, IpAddress Local)> needed =
            from pair in pairs
            from key in pair.Service.Keys
            let tunnel = pair.Server.Destination.Tunnel
            let local = pair.Server.Address.Address
            where pair.Server.Destination.Forwarding == Forwarding.Tunnel && TunnelDevice.Of(tunnel, key.Family, local.Family) is null
            select (tunnel.Type == TunnelType.Gre, local);
        return
        [
            .. from need in needed.Distinct()
               group need by (need.Gre, need.Local.Family) into kind
               orderby kind.Key.Gre, kind.Key.Family
               from tunnel in kind.OrderBy(need => need.Local).Select((need, index) => new ReceivingTunnel(TunnelDevice.OwnName(need.Gre, need.Local.Family, index + 1), need.Gre, need.Local))
               select tunnel,
        ];
    }

    private static void Add(VirtualServiceSpec service, RealServerSpec server, List<ReceivingTunnel> tunnels, List<HostAddress> addresses, List<string> notes)
    {
        Forwarding forwarding = server.Destination.Forwarding;
        if (forwarding == Forwarding.Nat)
        {
            notes.Add($"service {service.Name} forwards by nat: this host's answers must go back through the director (default route)");
            return;
        }
        if (forwarding is not (Forwarding.DirectRouting or Forwarding.Tunnel)) return;
        TunnelSpec tunnel = server.Destination.Tunnel;
        IpAddress local = server.Address.Address;
        bool gre = IsTunnel(server, TunnelType.Gre);
        if (gre && tunnel.Checksum != TunnelChecksum.Full && tunnels.Find(own => own.IsGre && own.Local == local) is { Name: { } strict })
            notes.Add($"service {service.Name} wants no checksums in GRE and another service at {local} does: {strict} drops packets without; give this host one address for each");
        foreach (ServiceKey key in service.Keys)
        {
            string? device = forwarding == Forwarding.DirectRouting ? Loopback : TunnelDevice.Of(tunnel, key.Family, local.Family);
            device ??= tunnels.Find(own => own.IsGre == gre && own.Local == local).Name;
            if (device is null)
                notes.Add($"service {service.Name} needs a tunnel of this host's own: ip {new ReceivingTunnel(TunnelDevice.OwnName(gre, local.Family, 1), gre, local).Command} (local is this host's address)");
            if (key.IsMark) notes.Add($"service {service.Name} is a firewall mark: put the addresses that are marked on this host yourself");
            else addresses.Add(new HostAddress(device ?? Loopback, key.Address.Address));
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
