using System.Globalization;
using System.Text;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Config;

/// <summary>hadirector ipvs to-yaml: a table as the services of a configuration file. What the language cannot say is a comment.</summary>
public static class TableYaml
{
    private const int NameMax = 63, WeightMax = 65535;

    private const string Head =
        """
        # Made from a table of ipvsadm by hadirector ipvs to-yaml. Still to do: the directors' own names and addresses, virtual_routers for
        # the virtual addresses, and a check for each service; hadirector init shows them. Then: hadirector check FILE
        directors:
          lb01: { address: 192.0.2.11 }
          lb02: { address: 192.0.2.12 }


        """;

    /// <summary>Renders a file that loads as it is, as far as the table can be said.</summary>
    public static string Render(IpvsTable table)
    {
        StringBuilder text = new(Head);
        HashSet<string> names = [];
        bool any = false;
        foreach ((ServiceKey key, VirtualService service) in table.Services.OrderBy(s => s.Key))
        {
            if (Unsayable(key, service) is { } why)
            {
                text.Append(CultureInfo.InvariantCulture, $"# left out: {key}: {why}\n");
                continue;
            }

            if (!any) text.Append("services:\n");
            any = true;
            Service(text, Name(key, names), key, service);
        }

        return text.ToString();
    }

    private static string? Unsayable(ServiceKey key, VirtualService service) =>
        key.FirewallMark > int.MaxValue ? $"a mark is at most {int.MaxValue}"
        : !key.IsMark && key.Transport is not (Transport.Tcp or Transport.Udp or Transport.Sctp) ? "its transport is neither TCP, UDP nor SCTP"
        : Schedulers.Find(service.Spec.Scheduler) is null ? $"no scheduler '{service.Spec.Scheduler}' is known"
        : service.Destinations.All(d => Unsayable(key, d.Key, d.Value) is not null) ? "it has no server that can be said"
        : null;

    private static string? Unsayable(ServiceKey key, IpEndpoint server, DestinationSpec spec) =>
        spec.Forwarding is not (Forwarding.DirectRouting or Forwarding.Nat or Forwarding.Tunnel) ? "its forwarding is the kernel's own"
        : server.Address.Family != key.Family ? "it is of another family than its service"
        : null;

    private static void Service(StringBuilder text, string name, ServiceKey key, VirtualService service)
    {
        ServiceSpec spec = service.Spec.Normal(key.Family);
        text.Append("  ").Append(name).Append(":\n");
        if (key.IsMark)
        {
            text.Append(CultureInfo.InvariantCulture, $"    mark: {key.FirewallMark}\n");
            if (key.Family == IpFamily.V6) text.Append("    family: ipv6\n");
        }
        else text.Append("    address: \"").Append(key).Append("\"\n");

        text.Append("    scheduler: ").Append(spec.Scheduler).Append('\n');
        ServiceFlags heeded = Schedulers.Find(spec.Scheduler)!.Flags;
        string[] flags =
        [
            .. new[] { (ServiceFlags.SchedulerFallback, "fallback"), (ServiceFlags.SchedulerPort, "port") }
                .Where(f => (spec.Flags & heeded).HasFlag(f.Item1)).Select(f => f.Item2),
        ];
        if (flags.Length > 0) text.Append("    scheduler_flags: [ ").AppendJoin(", ", flags).Append(" ]\n");
        if (spec.Flags.HasFlag(ServiceFlags.OnePacket)) text.Append("    one_packet: true\n");
        if (spec.Flags.HasFlag(ServiceFlags.Persistent)) Persistence(text, spec, key.Family);
        Forwarding common = service.Destinations.Where(d => Unsayable(key, d.Key, d.Value) is null)
            .GroupBy(d => d.Value.Forwarding).OrderByDescending(g => g.Count()).First().Key;
        text.Append("    forwarding: ").Append(Word(common)).Append("\n    servers:\n");
        foreach ((IpEndpoint server, DestinationSpec how) in service.Destinations)
        {
            if (Unsayable(key, server, how) is { } why) text.Append(CultureInfo.InvariantCulture, $"      # left out: {server}: {why}\n");
            else Server(text, key, server, how, common);
        }
    }

    private static void Persistence(StringBuilder text, ServiceSpec spec, IpFamily family)
    {
        int whole = family == IpFamily.V4 ? 32 : 128;
        text.Append(CultureInfo.InvariantCulture, $"    persistence: {{ timeout: {spec.PersistenceSeconds}s");
        if (spec.PersistencePrefixLength is > 0 and byte bits && bits < whole) text.Append(CultureInfo.InvariantCulture, $", granularity: {bits}");
        text.Append(" }");
        if (spec.PersistencePrefixLength == 0) text.Append(" # left out: granularity 0, all clients as one");
        if (spec.PersistenceEngine is { } engine) text.Append(" # left out: persistence engine ").Append(engine);
        text.Append('\n');
    }

    private static void Server(StringBuilder text, ServiceKey key, IpEndpoint server, DestinationSpec how, Forwarding common)
    {
        ushort usual = key.IsMark ? (ushort)0 : key.Address.Port;
        string address = server.Port == usual ? server.Address.ToString() : server.ToString();
        text.Append(CultureInfo.InvariantCulture, $"      - {{ address: \"{address}\", weight: {Math.Min(how.Weight, WeightMax)}");
        if (how.Forwarding != common) text.Append(", forwarding: ").Append(Word(how.Forwarding));
        if (how.UpperThreshold > 0) text.Append(CultureInfo.InvariantCulture, $", upper_threshold: {how.UpperThreshold}");
        if (how.LowerThreshold > 0) text.Append(CultureInfo.InvariantCulture, $", lower_threshold: {how.LowerThreshold}");
        text.Append(" }");
        if (how.Weight > WeightMax) text.Append(CultureInfo.InvariantCulture, $" # was weight {how.Weight}");
        if (how.Forwarding == Forwarding.Tunnel && how.Tunnel.Type != TunnelType.Ipip)
            text.Append(CultureInfo.InvariantCulture, $" # left out: tunnel {how.Tunnel.Type.ToString().ToLowerInvariant()} port {how.Tunnel.Port}");
        text.Append('\n');
    }

    private static string Name(ServiceKey key, HashSet<string> taken)
    {
        string plain = string.Concat(key.ToString().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        string name = string.Join('-', plain.Split('-', StringSplitOptions.RemoveEmptyEntries));
        if (name.Length > NameMax - 4) name = name[..(NameMax - 4)];
        string unique = name;
        for (int i = 2; !taken.Add(unique); i++) unique = string.Create(CultureInfo.InvariantCulture, $"{name}-{i}");
        return unique;
    }

    private static string Word(Forwarding forwarding) => forwarding switch
    {
        Forwarding.Nat => "nat",
        Forwarding.Tunnel => "tun",
        _ => "dr",
    };
}
