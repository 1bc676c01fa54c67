using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Model;

namespace HaDirector.Daemon.Api;

/// <summary>Which checks are asked for.</summary>
/// <param name="Service">Those of this service; null is of all.</param>
/// <param name="Server">Those of this server: ADDRESS or ADDRESS:PORT; null is of all.</param>
/// <param name="Verdict">Those that conclude this; null is anything.</param>
/// <param name="History">Whether their last changes are asked for.</param>
/// <param name="Limit">So many at most.</param>
internal sealed record CheckQuery(string? Service, string? Server, Verdict? Verdict, bool History, int Limit)
{
    /// <summary>Whether checks of a service may be among those asked for.</summary>
    public bool Concerns(VirtualServiceSpec service) => Service is null || service.Name == Service;

    /// <summary>Whether those of a server are.</summary>
    public bool Concerns(IpEndpoint server) => Server is null || ServerName.Means(Server, server);
}
