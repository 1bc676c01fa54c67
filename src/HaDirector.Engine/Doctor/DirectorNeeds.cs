using System.Globalization;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Engine.Doctor;

/// <summary>What the services of a configuration need of their director's host.</summary>
public static class DirectorNeeds
{
    /// <summary>Setting that nat needs over IPv4.</summary>
    public const string ForwardV4 = "net.ipv4.ip_forward";

    private const string ForwardV6 = "net.ipv6.conf.all.forwarding";
    private const string Conntrack = "conntrack";

    /// <summary>Every finding, each name once. Without services there is none.</summary>
    public static IReadOnlyList<Finding> Judge(Plan plan, DirectorFacts facts) => [.. All(plan, facts).DistinctBy(finding => finding.Name)];

    private static IEnumerable<Finding> All(Plan plan, DirectorFacts facts) =>
    [
        .. Forwarded(plan, facts), .. PathNeeds.Redirects(plan, facts), .. PathNeeds.Answers(plan, facts), .. PathNeeds.ReversePath(plan, facts),
        .. Settings(plan, facts), .. Table(plan, facts), .. SchedulersOf(plan, facts), .. Marks(plan, facts),
    ];

    private static IEnumerable<Finding> Forwarded(Plan plan, DirectorFacts facts)
    {
        IpFamily[] families = [.. PathNeeds.NatServers(plan).Select(pair => pair.Server.Family).Distinct()];
        if (families.Contains(IpFamily.V4))
            yield return Must(facts, ForwardV4, "1", "the answers of servers behind nat are not passed on to the clients", "");
        if (families.Contains(IpFamily.V6))
            yield return Must(facts, ForwardV6, "1", "the answers of servers behind nat are not passed on to the clients",
                " Where addresses or routes come from router advertisements, set accept_ra=2 of that interface as well.");
    }

    private static IEnumerable<Finding> Settings(Plan plan, DirectorFacts facts)
    {
        if (facts.ConnectionTableSize is null) yield break; // a kernel without ip_vs has none of them, and that is said once
        foreach (WantedSetting wanted in plan.Ipvs.Settings)
        {
            string name = "net.ipv4.vs." + wanted.Name;
            yield return facts.Setting(name) is { } value
                ? new Finding(name, Verdict.Good, value == wanted.Value ? value : $"{value}, and the director sets {wanted.Value}")
                : new Finding(name, Verdict.Missing, $"this kernel has none, wanted {wanted.Value}: {wanted.Why}", wanted.Name == Conntrack
                    ? "Run a kernel with CONFIG_IP_VS_NFCT=y." : $"Run a kernel that has it, or take {wanted.Name} out of ipvs.settings.");
        }

        const string full = "net.ipv4.vs." + Conntrack;
        bool written = plan.Ipvs.Settings.Any(wanted => wanted.Name == Conntrack);
        if (!written && PathNeeds.NatServers(plan).Any() && facts.Setting(full) == "0")
            yield return new Finding(full, Verdict.Note, "0: rules of a firewall with states (ct state, ct status) and masquerading do not see the connections of nat services",
                "Where there are such rules, write into the file: ipvs: { settings: { conntrack: true } }.");
    }

    private static IEnumerable<Finding> Table(Plan plan, DirectorFacts facts)
    {
        if (plan.Ipvs.ConnTabBits is not { } bits || facts.ConnectionTableSize is not { } size) yield break;
        string modules = string.Join(' ', Names(plan).Select(name => "ip_vs_" + name));
        yield return size == 1u << bits
            ? new Finding("conn_tab_bits", Verdict.Good, string.Create(CultureInfo.InvariantCulture, $"{bits}"))
            : new Finding("conn_tab_bits", Verdict.Missing, ConnectionTable.Line(bits, size),
                string.Create(CultureInfo.InvariantCulture, $"echo 'options ip_vs conn_tab_bits={bits}' > /etc/modprobe.d/ip_vs.conf, then start the host anew, or on a director that is backup (its copies of connections are lost): ")
                + $"systemctl stop hadirector; ipvsadm -C; modprobe -r {modules} ip_vs; modprobe ip_vs; systemctl start hadirector. Where ip_vs is built into the kernel: ip_vs.conn_tab_bits={bits} on its command line.");
    }

    private static IEnumerable<Finding> SchedulersOf(Plan plan, DirectorFacts facts)
    {
        foreach (string name in Names(plan))
        {
            if (facts.HasScheduler(name) is not { } has) continue;
            string services = string.Join(", ", plan.Services.Where(service => service.Spec.Scheduler == name).Select(service => service.Name));
            string since = Schedulers.Find(name)?.Since is { } version ? $" (kernels since {version.Major}.{version.Minor})" : "";
            yield return has
                ? new Finding("scheduler " + name, Verdict.Good, "the kernel has it")
                : new Finding("scheduler " + name, Verdict.Missing, $"this kernel has none{since}: it refuses {services}",
                    $"modprobe ip_vs_{name}; when there is no such module, install the package with the kernel's further modules or choose another scheduler in the file.");
        }
    }

    private static IEnumerable<Finding> Marks(Plan plan, DirectorFacts facts)
    {
        string[] marked = [.. plan.Services.Where(service => service.Keys.Any(key => key.IsMark && !ProbePaths.IsOurs(key))).Select(service => service.Name)];
        if (marked.Length == 0) yield break;
        yield return facts.HasNft
            ? new Finding("nft", Verdict.Good, "nft is installed")
            : new Finding("nft", Verdict.Note, $"nft is not installed: packets of {string.Join(", ", marked)} have to get their mark by other means", "apt-get install nftables.");
    }

    private static IEnumerable<string> Names(Plan plan) => plan.Services.Select(service => service.Spec.Scheduler).Distinct();

    /// <summary>A setting that has to have a value.</summary>
    internal static Finding Must(DirectorFacts facts, string name, string wanted, string otherwise, string more) => facts.Setting(name) is var value && value == wanted
        ? new Finding(name, Verdict.Good, wanted)
        : new Finding(name, Verdict.Missing, $"{value ?? "not there"}: {otherwise}", Line(name, wanted) + more);

    /// <summary>How a setting is set now and after the next start of the host.</summary>
    internal static string Line(string name, string value) => $"sysctl -w {name}={value}, and the line {name}={value} in /etc/sysctl.d/60-hadirector.conf.";
}
