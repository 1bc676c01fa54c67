using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Model;

namespace HaDirector.Daemon.Loops;

/// <summary>How some services stand, one part of a longer answer: copied under the loop's lock, and looked up outside of it.</summary>
/// <param name="At">When it was copied.</param>
/// <param name="Services">The services.</param>
/// <param name="ServerStates">Their servers.</param>
/// <param name="CheckStates">Their checks, each once.</param>
internal sealed record ServiceView(
    Instant At, IReadOnlyList<VirtualServiceSpec> Services, IReadOnlyList<ServerState> ServerStates, IReadOnlyList<CheckState> CheckStates)
{
    /// <summary>States of the servers by service and address.</summary>
    public IReadOnlyDictionary<(string Service, IpEndpoint Address), ServerState> Servers => field ??= ByAddress();

    /// <summary>States of the checks.</summary>
    public IReadOnlyDictionary<CheckSpec, CheckState> Checks => field ??= CheckStates.ToDictionary(s => s.Check);

    // One that left the file as a server may have come back as something else, and drains meanwhile.
    private Dictionary<(string, IpEndpoint), ServerState> ByAddress()
    {
        Dictionary<(string, IpEndpoint), ServerState> servers = new(ServerStates.Count);
        foreach (ServerState server in ServerStates) servers.TryAdd((server.Service, server.Address), server);
        return servers;
    }
}

/// <summary>How a check stands, and who uses it.</summary>
/// <param name="At">When it was copied.</param>
/// <param name="State">How it stands.</param>
/// <param name="Users">Services that use it, the first few.</param>
/// <param name="UsersTotal">How many there are.</param>
internal readonly record struct CheckView(Instant At, CheckState State, IReadOnlyList<string> Users, int UsersTotal);

/// <summary>What all checks do together.</summary>
/// <param name="Checks">Distinct checks.</param>
/// <param name="Running">Tries under way.</param>
/// <param name="Awaited">Checks of which no result of this process counted yet.</param>
/// <param name="Lateness">How much later than due tries began.</param>
/// <param name="Kinds">What the checks of each kind gave.</param>
internal sealed record ProbingTotals(int Checks, int Running, int Awaited, DurationHistogram Lateness, IReadOnlyList<(string Kind, KindTotals Totals)> Kinds);
