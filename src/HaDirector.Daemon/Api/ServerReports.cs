using HaDirector.Control;
using HaDirector.Daemon.Loops;
using HaDirector.Engine;
using HaDirector.Model;

namespace HaDirector.Daemon.Api;

/// <summary>The servers of the plan, each with what it does and what is asked of it.</summary>
internal static class ServerReports
{
    /// <summary>Those of a service, or of all, sorry servers and those that left the file and drain included; made one by one while the list is written.</summary>
    /// <param name="view">The services.</param>
    /// <param name="service">Name of the service; null is all.</param>
    /// <param name="limit">So many servers at most.</param>
    /// <param name="now">The time.</param>
    /// <param name="at">The time of day.</param>
    public static ServerList Of(ServiceView view, string? service, int limit, Instant now, DateTimeOffset at)
    {
        ServerState[] matching = [.. view.ServerStates.Where(state => service is null || state.Service == service)];
        HashSet<string> shown = [.. matching.Take(limit).Select(state => state.Service)];
        Dictionary<(string, IpEndpoint), RealServerSpec> specs = [];
        foreach (VirtualServiceSpec found in view.Plan.Services)
        {
            if (!shown.Contains(found.Name)) continue;
            foreach (RealServerSpec server in found.Servers) specs.TryAdd((found.Name, server.Address), server);
            if (found.Policy.SorryServer is { } sorry) specs.TryAdd((found.Name, sorry.Address), sorry);
        }
        return new ServerList
        {
            At = at,
            Matching = matching.Length,
            Servers = matching
                .Take(limit)
                .Select(state => Detail(state, specs.GetValueOrDefault((state.Service, state.Address)), now)),
        };
    }

    private static ServerDetail Detail(ServerState state, RealServerSpec? spec, Instant now) => new()
    {
        Service = state.Service,
        Server = state.Address.ToString(),
        Verdict = ReportWord.Of(state.Verdict),
        Role = ReportWord.Of(state.Role),
        RoleEndsSeconds = Seconds(state.Until, now),
        Mode = ReportWord.Of(state.Mode),
        ModeBy = ReportWord.Of(state.ModeBy),
        ModeEndsSeconds = Seconds(state.ModeUntil, now),
        ConfiguredWeight = spec?.Destination.Weight ?? 0,
        DesiredWeight = state.InTable ? state.Weight : null,
        Scale = Math.Max(state.Scale, 1),
        RampPercent = state.RampPercent,
        LatencyPercent = state.LatencyPercent,
        AdvicePercent = state.AdvicePercent,
        Backup = spec?.Backup ?? false,
    };

    private static double? Seconds(Instant? end, Instant now) => end is { } at ? Math.Max((at - now).TotalSeconds, 0) : null;
}
