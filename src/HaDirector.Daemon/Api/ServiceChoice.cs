using HaDirector.Engine;

namespace HaDirector.Daemon.Api;

/// <summary>The services of one answer.</summary>
/// <param name="Matching">Services that were asked for.</param>
/// <param name="MatchingServers">Their servers.</param>
/// <param name="Services">Those of them for which there is room, in the order of the file.</param>
/// <param name="Detailed">So many of them, the first, with servers.</param>
/// <param name="ServersShown">So many servers of these, the first.</param>
internal sealed record ServiceChoice(int Matching, int MatchingServers, IReadOnlyList<VirtualServiceSpec> Services, int Detailed, int ServersShown)
{
    /// <summary>Chooses.</summary>
    public static ServiceChoice Of(Plan plan, IReadOnlyList<PoolState> pools, StatusQuery query)
    {
        HashSet<string>? troubled = query.Problems ? [.. pools.Where(pool => ServiceSummaries.Problem(pool, false) is not null).Select(pool => pool.Service)] : null;
        List<VirtualServiceSpec> chosen = [];
        int matching = 0, servers = 0, detailed = 0, shown = 0;
        foreach (VirtualServiceSpec service in plan.Services)
        {
            if ((query.Service is not null && service.Name != query.Service) || troubled?.Contains(service.Name) == false) continue;
            matching++;
            if (chosen.Count < query.ServicesMax)
            {
                chosen.Add(service);
                if (servers < query.ServersMax) detailed++;
                shown = Math.Min(query.ServersMax, servers + service.Servers.Count);
            }
            servers += service.Servers.Count;
        }
        return new ServiceChoice(matching, servers, chosen, detailed, shown);
    }
}
