using System.Globalization;
using System.Text;
using HaDirector.Ipvs.Ipvsadm;
using HaDirector.Model;

namespace HaDirector.Ipvs;

/// <summary>A table as <c>ipvsadm --save</c> (1.31) prints it, character for character.</summary>
/// <remarks>
/// That form knows no thresholds, and prints firewall marks as signed numbers. Its order is <see cref="IpvsadmOrder"/>.
/// </remarks>
public static class IpvsadmText
{
    /// <summary>Renders the whole table with numbers; empty when there is no service.</summary>
    public static string Render(IpvsTable table)
    {
        StringBuilder text = new();
        foreach ((ServiceKey key, VirtualService service) in IpvsadmOrder.Sort([.. table.Services], static (a, b) => IpvsadmOrder.Compare(a.Key, b.Key)))
            Service(text, key, service.Spec.Normal(key.Family), [.. service.Destinations.Select(d => (d.Key, d.Value))], NoNames.Instance, complete: false);
        return text.ToString();
    }

    /// <summary>Renders a table as it was read.</summary>
    /// <param name="services">In the kernel's order, which decides where ipvsadm's own is a circle.</param>
    /// <param name="names">Names of hosts and ports.</param>
    /// <param name="complete">Add the connection thresholds, which ipvsadm leaves out but reads.</param>
    public static string Render(IReadOnlyList<ServiceStatus> services, INames names, bool complete = false)
    {
        StringBuilder text = new();
        foreach (ServiceStatus service in IpvsadmOrder.Sort([.. services], static (a, b) => IpvsadmOrder.Compare(a.Key, b.Key)))
            Service(text, service.Key, service.Spec, [.. service.Destinations.Select(d => (d.Address, d.Spec))], names, complete);
        return text.ToString();
    }

    private static void Service(
        StringBuilder text, ServiceKey key, ServiceSpec spec, (IpEndpoint Address, DestinationSpec Spec)[] servers, INames names, bool complete)
    {
        string name = key.IsMark
            ? string.Create(CultureInfo.InvariantCulture, $"-f {(int)key.FirewallMark}{(key.Family == IpFamily.V6 ? " -6" : "")}")
            : $"{Option(key.Transport)} {Naming.Endpoint(key.Address, key.Transport, names)}";
        text.Append("-A ").Append(name);
        Behaviour(text, spec, key.Family, complete);
        text.Append('\n');
        Array.Reverse(servers); // the kernel lists the newest first
        foreach ((IpEndpoint server, DestinationSpec how) in IpvsadmOrder.Sort(servers, static (a, b) => IpvsadmOrder.Compare(a.Address, b.Address)))
        {
            string address = Naming.Endpoint(server, key.Transport, names);
            text.Append(CultureInfo.InvariantCulture, $"-a {name} -r {address} {Method(how.Forwarding)} -w {how.Weight}");
            if (complete && how.UpperThreshold > 0) text.Append(CultureInfo.InvariantCulture, $" -x {how.UpperThreshold}");
            if (complete && how.LowerThreshold > 0) text.Append(CultureInfo.InvariantCulture, $" -y {how.LowerThreshold}");
            text.Append(Tunnel(how)).Append('\n');
        }
    }

    private static string Option(Transport transport) => transport switch
    {
        Transport.Tcp => "-t",
        Transport.Udp => "-u",
        Transport.Sctp => "--sctp-service",
        _ => "--xxx-service",
    };

    private static string Method(Forwarding forwarding) => forwarding switch
    {
        Forwarding.Nat => "-m",
        Forwarding.Tunnel => "-i",
        _ => "-g",
    };

    // A type no kernel of today knows is left out, as ipvsadm does.
    private static string Tunnel(DestinationSpec spec) => spec.Forwarding != Forwarding.Tunnel ? "" : spec.Tunnel.Type switch
    {
        TunnelType.Ipip => " --tun-type ipip",
        TunnelType.Gue => string.Create(CultureInfo.InvariantCulture, $" --tun-type gue --tun-port {spec.Tunnel.Port} {Checksum(spec.Tunnel.Checksum)}"),
        TunnelType.Gre => $" --tun-type gre {Checksum(spec.Tunnel.Checksum)}",
        _ => "",
    };

    private static string Checksum(TunnelChecksum checksum) => checksum switch
    {
        TunnelChecksum.Full => "--tun-csum",
        TunnelChecksum.Remote => "--tun-remcsum",
        _ => "--tun-nocsum",
    };

    private static void Behaviour(StringBuilder text, ServiceSpec spec, IpFamily family, bool complete)
    {
        text.Append(" -s ").Append(spec.Scheduler);
        if (spec.Flags.HasFlag(ServiceFlags.Persistent))
        {
            text.Append(CultureInfo.InvariantCulture, $" -p {spec.PersistenceSeconds}");
            if (Naming.Mask(spec, family) is { } mask) text.Append(" -M ").Append(mask);
        }

        if (spec.PersistenceEngine is { } engine) text.Append(" --pe ").Append(engine);
        if (spec.Flags.HasFlag(ServiceFlags.OnePacket)) text.Append(" -o");
        if (Naming.SchedulerFlags(spec, third: complete) is { } flags) text.Append(" -b ").Append(flags);
    }
}
