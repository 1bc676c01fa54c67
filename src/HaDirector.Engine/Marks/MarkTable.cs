using System.Globalization;
using System.Text;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Engine.Marks;

/// <summary>The firewall marks and the masquerading of a plan as text for nft(8): one table, put in place in one step, the same text for the same plan.</summary>
public static class MarkTable
{
    /// <summary>Family and name of the table.</summary>
    public const string Name = "inet hadirector-marks";

    private const string Kept = "kept after a stop";

    /// <summary>The script that takes the table away, whether it is there or not.</summary>
    public static string Remove => $"add table {Name}\ndelete table {Name}\n";

    /// <summary>Whether a listing of the table says that it outlives a stop.</summary>
    public static bool IsKept(string listing) => listing.Contains(Kept, StringComparison.Ordinal);

    /// <summary>The script that makes the table; null when the plan needs none.</summary>
    public static string? Make(Plan plan)
    {
        bool marks = plan.Services.Any(service => service.Packets.Count > 0);
        string nat = Masquerading(plan, out string servers);
        if (!marks && nat.Length == 0) return null;

        string end = plan.Ipvs.RemoveOnStop ? "" : $"; {Kept}";
        StringBuilder text = new($"{Remove}table {Name} {{\n  comment \"made by hadirector from its configuration, changes by hand are undone{end}\"\n");
        if (marks)
        {
            string four = Map(text, plan, IpFamily.V4), six = Map(text, plan, IpFamily.V6);
            // Before IPVS looks for a service, and before the route is chosen for what this host sends itself.
            text.Append("  chain prerouting {\n    type filter hook prerouting priority mangle; policy accept;\n").Append(four).Append(six).Append("  }\n");
            text.Append("  chain output {\n    type route hook output priority mangle; policy accept;\n").Append(four).Append(six).Append("  }\n");
        }

        text.Append(servers);
        if (nat.Length > 0) text.Append("  chain postrouting {\n    type nat hook postrouting priority srcnat; policy accept;\n").Append(nat).Append("  }\n");
        return text.Append("}\n").ToString();
    }

    // One look-up for a packet, however many entries there are.
    private static string Map(StringBuilder text, Plan plan, IpFamily family)
    {
        string[] entries =
        [
            .. plan.Services.SelectMany(service => service.Packets.Select(packets => (packets, service.Key.FirewallMark)))
                .Where(entry => entry.packets.Address.Family == family)
                .OrderBy(entry => entry.packets.Address).ThenBy(entry => entry.packets.Transport).ThenBy(entry => entry.packets.First)
                .Select(entry => $"{Word(entry.packets.Transport)} . {entry.packets.Address} . {Ports(entry.packets)} : {Number(entry.FirewallMark)}"),
        ];
        if (entries.Length == 0) return "";
        (string digit, string ip) = family == IpFamily.V4 ? ("4", "ip") : ("6", "ip6");
        text.Append(CultureInfo.InvariantCulture, $"  map packets{digit} {{\n    type inet_proto . ipv{digit}_addr . inet_service : mark\n    flags interval\n    elements = {{\n      ");
        text.AppendJoin(",\n      ", entries).Append("\n    }\n  }\n");
        return $"    meta mark set meta l4proto . {ip} daddr . th dport map @packets{digit}\n";
    }

    private static string Masquerading(Plan plan, out string sets)
    {
        StringBuilder rules = new(), named = new();
        int number = 0;
        foreach (VirtualServiceSpec service in plan.Services.Where(service => service.Masquerade))
        {
            number++;
            SortedSet<IpAddress> servers =
            [
                .. service.Servers.Concat(service.Policy.SorryServer is { } sorry ? [sorry] : [])
                    .Where(server => server.Destination.Forwarding == Forwarding.Nat).Select(server => server.Address.Address),
            ];
            foreach (IpFamily family in servers.Select(address => address.Family).Distinct())
            {
                (string digit, string ip) = family == IpFamily.V4 ? ("4", "ip") : ("6", "ip6");
                string set = Number($"servers{number}v{digit}");
                named.Append(CultureInfo.InvariantCulture, $"  set {set} {{\n    type ipv{digit}_addr\n    elements = {{ {string.Join(", ", servers.Where(address => address.Family == family))} }}\n  }}\n");
                foreach (ServiceKey key in service.Keys.Where(key => key.Family == family))
                    rules.Append(CultureInfo.InvariantCulture, $"    {Came(key, ip)} {ip} daddr @{set} masquerade\n");
            }
        }

        sets = named.ToString();
        return rules.ToString();
    }

    // What IPVS forwards still says here where its client sent it.
    private static string Came(ServiceKey key, string ip)
    {
        if (key.IsMark) return Number($"meta mark {key.FirewallMark}");
        string port = key.Address.Port == 0 ? "" : Number($" ct original proto-dst {key.Address.Port}");
        return $"meta l4proto {Word(key.Transport)} ct original {ip} daddr {key.Address.Address}{port}";
    }

    private static string Ports(PacketMatch packets) => packets.First == packets.Last ? Number(packets.First) : Number($"{packets.First}-{packets.Last}");

    private static string Word(Transport transport) => transport.ToString().ToLowerInvariant();

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Number(uint value) => value.ToString(CultureInfo.InvariantCulture);
}
