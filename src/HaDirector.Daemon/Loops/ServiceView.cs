using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Model;

namespace HaDirector.Daemon.Loops;

/// <summary>How services stand, for status: copied under the loop's lock, some at a time, and looked up outside of it.</summary>
/// <param name="Plan">The plan they are of.</param>
/// <param name="ServerStates">Servers of the services that were asked for.</param>
/// <param name="CheckStates">Their checks, each once.</param>
/// <param name="PoolStates">All services as a whole.</param>
/// <param name="Probing">All checks together.</param>
internal sealed record ServiceView(
    Plan Plan, IReadOnlyList<ServerState> ServerStates, IReadOnlyList<CheckState> CheckStates, IReadOnlyList<PoolState> PoolStates, ProbingTotals Probing)
{
    /// <summary>States of the servers by service and address.</summary>
    public IReadOnlyDictionary<(string Service, IpEndpoint Address), ServerState> Servers => field ??= ByAddress();

    /// <summary>States of the checks.</summary>
    public IReadOnlyDictionary<CheckSpec, CheckState> Checks => field ??= CheckStates.ToDictionary(s => s.Check);

    /// <summary>States of the services by name.</summary>
    public IReadOnlyDictionary<string, PoolState> Pools => field ??= PoolStates.ToDictionary(s => s.Service);

    // One that left the file as a server may have come back as something else, and drains meanwhile.
    private Dictionary<(string, IpEndpoint), ServerState> ByAddress()
    {
        Dictionary<(string, IpEndpoint), ServerState> servers = new(ServerStates.Count);
        foreach (ServerState server in ServerStates) servers.TryAdd((server.Service, server.Address), server);
        return servers;
    }
}

/// <summary>What all checks do together.</summary>
/// <param name="Checks">Distinct checks.</param>
/// <param name="Running">Tries under way.</param>
/// <param name="Awaited">Checks of which no result of this process counted yet.</param>
/// <param name="Lateness">How much later than due tries began.</param>
/// <param name="Kinds">What the checks of each kind gave.</param>
internal sealed record ProbingTotals(int Checks, int Running, int Awaited, DurationHistogram Lateness, IReadOnlyList<(string Kind, KindTotals Totals)> Kinds);
