using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Model;

namespace HaDirector.Daemon.Loops;

/// <summary>How the servers of the plan stand, for status.</summary>
/// <param name="Plan">The plan they are of.</param>
/// <param name="Servers">Their states by service and address.</param>
/// <param name="Checks">The states of their checks.</param>
/// <param name="Pools">The states of the services by name.</param>
internal sealed record ServiceView(
    Plan Plan, IReadOnlyDictionary<(string Service, IpEndpoint Address), ServerState> Servers, IReadOnlyDictionary<CheckSpec, CheckState> Checks,
    IReadOnlyDictionary<string, PoolState> Pools);
