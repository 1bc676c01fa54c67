using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Engine.Doctor;

/// <summary>What the ways of packets between clients, director and servers need of the interfaces.</summary>
internal static class PathNeeds
{
    /// <summary>Services with the addresses of their servers behind nat.</summary>
    public static IEnumerable<(VirtualServiceSpec Service, IpAddress Server)> NatServers(Plan plan) =>
        plan.Services.SelectMany(service => service.Servers
            .Where(server => server.Destination.Forwarding == Forwarding.Nat)
            .Select(server => (service, server.Address.Address)));

    /// <summary>A redirect tells a server behind nat to go round the director, which then never sees the answer. IPv6 has no such setting.</summary>
    public static IEnumerable<Finding> Redirects(Plan plan, DirectorFacts facts)
    {
        IEnumerable<string> shared = NatServers(plan)
            .Where(pair => pair.Server.IsV4)
            .SelectMany(pair => InterfacesOf(plan, pair.Service).Intersect(facts.Networks.Where(network => network.Address.Contains(pair.Server)).Select(network => network.Interface)));
        foreach (string name in shared.Distinct())
        {
            // The kernel sends them when either is 1.
            foreach (string scope in (string[])["all", name])
            {
                yield return DirectorNeeds.Must(facts, NameOf(scope, "send_redirects"), "0",
                    $"clients and servers of nat share {name}, and the kernel tells servers to answer clients directly", "");
            }
        }
    }

    /// <summary>Answers to checks through a virtual address come from an address of the master's own.</summary>
    public static IEnumerable<Finding> Answers(Plan plan, DirectorFacts facts)
    {
        IEnumerable<VirtualServiceSpec> through = plan.Services.Where(service =>
            service.Key.Address.Address.IsV4 && service.Servers.Any(server => server.Check?.Checks.Any(check => ProbePaths.IsOurs(check.Route.Mark)) == true));
        foreach (string name in through.SelectMany(service => InterfacesOf(plan, service)).Distinct())
        {
            string setting = NameOf(name, "accept_local");
            // The kernel takes them when either is 1.
            yield return facts.Setting(NameOf("all", "accept_local")) == "1"
                ? new Finding(setting, Verdict.Good, "1 for all")
                : DirectorNeeds.Must(facts, setting, "1", "while this director is master, answers to checks via the virtual address are dropped", "");
        }
    }

    /// <summary>The strict filter drops clients whose way back is another interface: only worth knowing where there are several.</summary>
    public static IEnumerable<Finding> ReversePath(Plan plan, DirectorFacts facts)
    {
        if (facts.Networks.Where(network => network.Address.Address.IsV4).Select(network => network.Interface).Distinct().Count() < 2) yield break;
        foreach (string name in plan.Services.Where(service => service.Key.Address.Address.IsV4).SelectMany(service => InterfacesOf(plan, service)).Distinct())
        {
            // The greater of both counts.
            string own = facts.Setting(NameOf(name, "rp_filter")) ?? "0", all = facts.Setting(NameOf("all", "rp_filter")) ?? "0";
            if (string.CompareOrdinal(own, all) < 0) own = all;
            if (own != "1") continue;
            yield return new Finding(NameOf(name, "rp_filter"), Verdict.Note,
                $"1 (strict): packets that come in by {name} from clients whose way back is another interface are dropped",
                "Where clients come in that way: " + DirectorNeeds.Line(NameOf(name, "rp_filter"), "2"));
        }
    }

    private static IEnumerable<string> InterfacesOf(Plan plan, VirtualServiceSpec service) =>
        from key in service.Keys
        from router in plan.VirtualRouters
        from held in router.Addresses
        where !key.IsMark && held.Address == key.Address.Address
        select string.IsNullOrEmpty(held.Interface) ? router.Interface : held.Interface;

    // Slashes, when the interface's own name has a dot: "net/ipv4/conf/eth0.100/send_redirects".
    private static string NameOf(string scope, string setting) => scope.Contains('.', StringComparison.Ordinal) ? $"net/ipv4/conf/{scope}/{setting}" : $"net.ipv4.conf.{scope}.{setting}";
}
