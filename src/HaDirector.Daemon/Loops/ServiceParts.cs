using HaDirector.Engine;

namespace HaDirector.Daemon.Loops;

/// <summary>Services in parts of a bounded size.</summary>
internal static class ServiceParts
{
    /// <summary>Parts in the order of <paramref name="services"/>, none empty.</summary>
    /// <param name="services">The services.</param>
    /// <param name="servicesMax">So many in a part at most.</param>
    /// <param name="serversMax">So many servers in a part at most; a service with more is a part by itself.</param>
    public static IEnumerable<IReadOnlyList<VirtualServiceSpec>> Of(IEnumerable<VirtualServiceSpec> services, int servicesMax, int serversMax)
    {
        List<VirtualServiceSpec> part = [];
        int servers = 0;
        foreach (VirtualServiceSpec service in services)
        {
            if (part.Count > 0 && (part.Count == servicesMax || servers + service.Servers.Count > serversMax))
            {
                yield return part;
                (part, servers) = ([], 0);
            }
            part.Add(service);
            servers += service.Servers.Count;
        }
        if (part.Count > 0) yield return part;
    }
}
