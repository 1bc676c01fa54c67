using HaDirector.Control;
using HaDirector.Daemon.Loops;
using HaDirector.Engine;
using HaDirector.Model;

namespace HaDirector.Daemon.Api;

/// <summary>The servers of the plan, each with what it does and what is asked of it.</summary>
internal static class ServerReports
{
    /// <summary>Those of a service, or of all, sorry servers and those that left the file and drain included; made one by one while the list is written.</summary>
    /// <param name="services">The services.</param>
    /// <param name="service">Name of the service; null is all.</param>
    /// <param name="limit">So many servers at most.</param>
    /// <param name="at">The time of the answer.</param>
    public static ServerList Of(ServiceLoop services, string? service, int limit, DateTimeOffset at)
    {
        IEnumerable<VirtualServiceSpec> asked = services.Pools().Plan.Services.Where(found => service is null || found.Name == service);
        return new ServerList
        {
            At = at,
            Matching = services.CountServers(asked),
            Servers = services.Views(asked).SelectMany(Details).Take(limit),
        };
    }

    private static IEnumerable<ServerDetail> Details(ServiceView view)
    {
        Dictionary<(string, IpEndpoint), RealServerSpec> specs = [];
        foreach (VirtualServiceSpec service in view.Services)
        {
            foreach (RealServerSpec server in service.Servers) specs.TryAdd((service.Name, server.Address), server);
            if (service.Policy.SorryServer is { } sorry) specs.TryAdd((service.Name, sorry.Address), sorry);
        }
        return view.ServerStates.Select(state => Detail(state, specs.GetValueOrDefault((state.Service, state.Address)), view.At));
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
