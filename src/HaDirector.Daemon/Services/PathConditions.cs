using HaDirector.Engine;
using HaDirector.Linux;
using HaDirector.Model;

namespace HaDirector.Daemon.Services;

/// <summary>Says when the answers to checks through the virtual address would be thrown away by this host once it is master.</summary>
internal sealed class PathConditions(Conditions conditions)
{
    private HashSet<string> _interfaces = [];

    /// <summary>Looks at the interfaces that a plan's checks are answered on. On the master such an answer comes from an address of this host, a martian to the kernel.</summary>
    public void Follow(Plan plan)
    {
        HashSet<string> interfaces = [];
        foreach (VirtualServiceSpec service in plan.Services)
        {
            bool through = service.Servers.Any(server => server.Check?.Checks.Any(check => ProbePaths.IsOurs(check.Route.Mark)) == true);
            IpAddress address = service.Key.Address.Address;
            if (!through || !address.IsV4) continue; // the kernel looks so only at sources of IPv4
            interfaces.UnionWith(plan.VirtualRouters.Where(router => router.Addresses.Any(held => held.Address == address)).Select(router => router.Interface));
        }

        foreach (string gone in _interfaces.Except(interfaces)) conditions.Clear(ConditionCatalogue.CheckPathClosed, gone);
        _interfaces = interfaces;
        bool everywhere = Sysctl.Read("net.ipv4.conf.all.accept_local") == "1";
        foreach (string name in interfaces)
        {
            bool open = everywhere || Sysctl.Read($"net/ipv4/conf/{name}/accept_local") == "1";
            conditions.Set(
                !open, ConditionCatalogue.CheckPathClosed, name,
                $"net.ipv4.conf.{name}.accept_local is 0: while this director is master, the answers to checks via the virtual address are dropped");
        }
    }
}
