using System.Globalization;
using System.Text;
using HaDirector.Model;

namespace HaDirector.Ipvs;

/// <summary>A table as <c>ipvsadm --save --numeric</c> (1.31) prints it, character for character.</summary>
/// <remarks>
/// That form knows no thresholds, and prints firewall marks as signed numbers. Its order is <see cref="IpvsadmOrder"/>.
/// </remarks>
public static class IpvsadmText
{
    /// <summary>Renders the whole table; empty when there is no service.</summary>
    public static string Render(IpvsTable table)
    {
        StringBuilder text = new();
        foreach ((ServiceKey key, VirtualService service) in IpvsadmOrder.Sort([.. table.Services], static (a, b) => IpvsadmOrder.Compare(a.Key, b.Key)))
        {
            string name = Name(key);
            text.Append("-A ").Append(name);
            Behaviour(text, service.Spec.Normal(key.Family), key.Family);
            text.Append('\n');
            KeyValuePair<IpEndpoint, DestinationSpec>[] servers = [.. service.Destinations.Reverse()]; // the kernel lists the newest first
            foreach ((IpEndpoint server, DestinationSpec spec) in IpvsadmOrder.Sort(servers, static (a, b) => IpvsadmOrder.Compare(a.Key, b.Key)))
                text.Append(CultureInfo.InvariantCulture, $"-a {name} -r {server} {Method(spec.Forwarding)} -w {spec.Weight}{Tunnel(spec)}\n");
        }

        return text.ToString();
    }

    private static string Name(ServiceKey key) => key.IsMark
        ? string.Create(CultureInfo.InvariantCulture, $"-f {(int)key.FirewallMark}{(key.Family == IpFamily.V6 ? " -6" : "")}")
        : $"{Option(key.Transport)} {key.Address}";

    private static string Option(Transport transport) => transport switch
    {
        Transport.Tcp => "-t",
        Transport.Sctp => "--sctp-service",
        _ => "-u",
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

    private static void Behaviour(StringBuilder text, ServiceSpec spec, IpFamily family)
    {
        text.Append(" -s ").Append(spec.Scheduler);
        if (spec.Flags.HasFlag(ServiceFlags.Persistent))
        {
            text.Append(CultureInfo.InvariantCulture, $" -p {spec.PersistenceSeconds}");
            byte prefix = spec.PersistencePrefixLength;
            if (family == IpFamily.V6 && prefix < 128) text.Append(CultureInfo.InvariantCulture, $" -M {prefix}");
            else if (family == IpFamily.V4 && prefix < 32) text.Append(CultureInfo.InvariantCulture, $" -M {Mask(prefix)}");
        }

        if (spec.PersistenceEngine is { } engine) text.Append(" --pe ").Append(engine);
        if (spec.Flags.HasFlag(ServiceFlags.OnePacket)) text.Append(" -o");
        IEnumerable<string> flags = SchedulerFlags(spec);
        if (flags.Any()) text.Append(" -b ").AppendJoin(',', flags);
    }

    private static IEnumerable<string> SchedulerFlags(ServiceSpec spec)
    {
        bool named = spec.Scheduler is "sh" or "mh";
        if (spec.Flags.HasFlag(ServiceFlags.SchedulerFallback)) yield return named ? spec.Scheduler + "-fallback" : "flag-1";
        if (spec.Flags.HasFlag(ServiceFlags.SchedulerPort)) yield return named ? spec.Scheduler + "-port" : "flag-2";
        if (spec.Flags.HasFlag(ServiceFlags.SchedulerThird) && !named) yield return "flag-3";
    }

    private static IpAddress Mask(int length) => IpAddress.FromV4(length == 0 ? 0 : uint.MaxValue << (32 - length));
}
