using System.Globalization;
using System.Text;
using HaDirector.Model;

namespace HaDirector.Ipvs.Ipvsadm;

/// <summary>A table as <c>ipvsadm --list</c> (1.31) prints it, character for character.</summary>
public static class Listing
{
    private const int ServiceWidth = 33, ServerWidth = 28;

    /// <summary>The first line of a listing of the whole table.</summary>
    /// <param name="version">Version of ip_vs in three bytes.</param>
    /// <param name="size">Buckets of the connection table.</param>
    public static string Head(uint version, uint size) => string.Create(
        CultureInfo.InvariantCulture,
        $"IP Virtual Server version {(version >> 16) & 0xFF}.{(version >> 8) & 0xFF}.{version & 0xFF} (size={(int)size})\n");

    /// <summary>The titles and the services.</summary>
    /// <param name="services">In the kernel's order.</param>
    /// <param name="request">Form, order and exactness.</param>
    /// <param name="names">Names of hosts and ports.</param>
    public static string Render(IReadOnlyList<ServiceStatus> services, ListRequest request, INames names)
    {
        StringBuilder text = new(Title(request.Form));
        IEnumerable<ServiceStatus> ordered = request.Sorted
            ? IpvsadmOrder.Sort([.. services], static (a, b) => IpvsadmOrder.Compare(a.Key, b.Key))
            : services;
        foreach (ServiceStatus service in ordered)
        {
            Service(text, service, request, names);
            DestinationStatus[] servers = [.. service.Destinations.Reverse()]; // the kernel lists the newest first
            if (request.Sorted) servers = IpvsadmOrder.Sort(servers, static (a, b) => IpvsadmOrder.Compare(a.Address, b.Address));
            foreach (DestinationStatus server in servers) Server(text, server, service.Key.Transport, request, names);
        }

        return text.ToString();
    }

    private static string Title(ListForm form)
    {
        const string Local = "Prot LocalAddress:Port", Remote = "  -> RemoteAddress:Port";
        return form switch
        {
            ListForm.Counters => $"{Local,-33} {"Conns",8} {"InPkts",8} {"OutPkts",8} {"InBytes",8} {"OutBytes",8}\n{Remote}\n",
            ListForm.Rates => $"{Local,-33} {"CPS",8} {"InPPS",8} {"OutPPS",8} {"InBPS",8} {"OutBPS",8}\n{Remote}\n",
            ListForm.Thresholds => $"{Local,-33} {"Uthreshold",-10} {"Lthreshold",-10} {"ActiveConn",-10} {"InActConn",-10}\n{Remote}\n",
            ListForm.Persistent => $"{Local,-33} {"Weight",-9} {"PersistConn",-11} {"ActiveConn",-10} {"InActConn",-10}\n{Remote}\n",
            ListForm.Tunnels => $"{Local} Scheduler Flags\n{Remote}           Forward TunnelInfo    Weight ActiveConn InActConn\n",
            _ => $"{Local} Scheduler Flags\n{Remote}           Forward Weight ActiveConn InActConn\n",
        };
    }

    private static void Service(StringBuilder text, ServiceStatus service, ListRequest request, INames names)
    {
        string name = Name(service.Key, names);
        if (request.Form is ListForm.Counters or ListForm.Rates)
        {
            text.Append(name.PadRight(ServiceWidth));
            foreach (ulong number in Columns(service.Traffic, request.Form)) Large(text, number, request.Exact);
        }
        else
        {
            text.Append(name).Append(' ').Append(service.Spec.Scheduler);
            if (Naming.SchedulerFlags(service.Spec) is { } flags) text.Append(" (").Append(flags).Append(')');
            if (service.Spec.Flags.HasFlag(ServiceFlags.Persistent))
            {
                text.Append(CultureInfo.InvariantCulture, $" persistent {service.Spec.PersistenceSeconds}");
                if (Naming.Mask(service.Spec, service.Key.Family) is { } mask) text.Append(" mask ").Append(mask);
                if (service.Spec.PersistenceEngine is { } engine) text.Append(" pe ").Append(engine);
            }

            if (service.Spec.Flags.HasFlag(ServiceFlags.OnePacket)) text.Append(" ops");
        }

        text.Append('\n');
    }

    private static void Server(StringBuilder text, DestinationStatus server, Transport transport, ListRequest request, INames names)
    {
        string name = Naming.Endpoint(server.Address, transport, names);
        if (server.Address.Address.IsV4 && name.Length > ServerWidth) name = name[..ServerWidth];
        text.Append("  -> ").Append(name.PadRight(ServerWidth));
        DestinationSpec spec = server.Spec;
        switch (request.Form)
        {
            case ListForm.Counters:
                foreach (ulong number in Columns(server.Traffic, request.Form)) Large(text, number, request.Exact);
                break;
            case ListForm.Rates:
                Traffic t = server.Traffic;
                text.Append(CultureInfo.InvariantCulture, $" {t.ConnectionRate,8} {t.PacketRateIn,8} {t.PacketRateOut,8}");
                Large(text, t.ByteRateIn, request.Exact);
                Large(text, t.ByteRateOut, request.Exact);
                break;
            case ListForm.Thresholds:
                text.Append(CultureInfo.InvariantCulture, $" {spec.UpperThreshold,-10} {spec.LowerThreshold,-10} {server.Active,-10} {server.Inactive,-10}");
                break;
            case ListForm.Persistent:
                text.Append(CultureInfo.InvariantCulture, $" {(uint)spec.Weight,-9} {server.Persistent,-11} {server.Active,-10} {server.Inactive,-10}");
                break;
            case ListForm.Tunnels:
                text.Append(CultureInfo.InvariantCulture, $" {Method(spec.Forwarding),-7} {Tunnel(spec),-13}");
                text.Append(CultureInfo.InvariantCulture, $" {spec.Weight,-6} {server.Active,-10} {server.Inactive,-10}");
                break;
            default:
                text.Append(CultureInfo.InvariantCulture, $" {Method(spec.Forwarding),-7} {spec.Weight,-6} {server.Active,-10} {server.Inactive,-10}");
                break;
        }

        text.Append('\n');
    }

    private static string Name(ServiceKey key, INames names)
    {
        if (key.IsMark) return string.Create(CultureInfo.InvariantCulture, $"FWM  {(int)key.FirewallMark}{(key.Family == IpFamily.V6 ? " IPv6" : "")}");
        string transport = key.Transport is Transport.Tcp or Transport.Udp or Transport.Sctp ? key.Transport.ToString().ToUpperInvariant() : "?";
        string name = $"{transport,-4} {Naming.Endpoint(key.Address, key.Transport, names)}";
        return key.Family == IpFamily.V4 && name.Length > ServiceWidth ? name[..ServiceWidth] : name;
    }

    private static string Method(Forwarding forwarding) => forwarding switch
    {
        Forwarding.Nat => "Masq",
        Forwarding.Local => "Local",
        Forwarding.Tunnel => "Tunnel",
        Forwarding.DirectRouting => "Route",
        _ => "(null)",
    };

    private static string Tunnel(DestinationSpec spec)
    {
        string checksum = spec.Tunnel.Checksum switch { TunnelChecksum.Full => "+c", TunnelChecksum.Remote => "r+c", _ => "-c" };
        return spec.Forwarding != Forwarding.Tunnel ? "n/a" : spec.Tunnel.Type switch
        {
            TunnelType.Ipip => "ipip",
            TunnelType.Gue => string.Create(CultureInfo.InvariantCulture, $"gue:{spec.Tunnel.Port}:{checksum}"),
            TunnelType.Gre => $"gre:{checksum}",
            _ => "n/a",
        };
    }

    private static ulong[] Columns(Traffic t, ListForm form) => form == ListForm.Counters
        ? [t.Connections, t.PacketsIn, t.PacketsOut, t.BytesIn, t.BytesOut]
        : [t.ConnectionRate, t.PacketRateIn, t.PacketRateOut, t.ByteRateIn, t.ByteRateOut];

    private static void Large(StringBuilder text, ulong number, bool exact)
    {
        (ulong shown, string unit) = exact || number < 100_000_000 ? (number, "")
            : number < 1_000_000_000 ? (number / 1000, "K")
            : number < 100_000_000_000 ? (number / 1_000_000, "M")
            : number < 100_000_000_000_000 ? (number / 1_000_000_000, "G")
            : (number / 1_000_000_000_000, "T");
        string digits = shown.ToString(CultureInfo.InvariantCulture) + unit;
        // Rounded numbers may run into each other, exact ones never do.
        text.Append((exact && digits.Length > 8 ? " " + digits : digits).PadLeft(9));
    }
}
