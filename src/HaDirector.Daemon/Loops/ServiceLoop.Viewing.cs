using HaDirector.Engine;
using HaDirector.Health;

namespace HaDirector.Daemon.Loops;

/// <content>What others see of it: copies, so that nobody holds the loop up for long.</content>
internal sealed partial class ServiceLoop
{
    private const int ServicesAtOnce = 200; // copied under the lock, which a verdict may wait for

    /// <summary>How the services stand as a whole, which costs nothing for each server.</summary>
    public (Plan Plan, IReadOnlyList<PoolState> Pools) Pools()
    {
        lock (_gate) return (_plan, [.. _machine.Pools()]);
    }

    /// <summary>How services stand, their servers and their checks. The parts of a large answer are some milliseconds apart.</summary>
    /// <param name="choose">Which services; null is all.</param>
    public ServiceView View(Func<Plan, IReadOnlyList<PoolState>, IEnumerable<VirtualServiceSpec>>? choose = null)
    {
        (Plan plan, IReadOnlyList<PoolState> pools) = Pools();
        List<ServerState> servers = [];
        List<CheckState> checks = [];
        HashSet<CheckSpec> seen = [];
        foreach (VirtualServiceSpec[] some in (choose?.Invoke(plan, pools) ?? plan.Services).Chunk(ServicesAtOnce))
        {
            lock (_gate)
            {
                foreach (VirtualServiceSpec service in some)
                {
                    servers.AddRange(_machine.StatesOf(service.Name));
                    foreach (CheckSpec check in ChecksOf(service))
                        if (seen.Add(check) && _board.StateOf(check) is { } state) checks.Add(state);
                }
            }
        }
        return new ServiceView(plan, servers, checks, pools, Probing());
    }

    private static IEnumerable<CheckSpec> ChecksOf(VirtualServiceSpec service) =>
        (service.Policy.SorryServer is { } sorry ? service.Servers.Append(sorry) : service.Servers).SelectMany(server => server.Check?.Checks ?? []);

    private ProbingTotals Probing()
    {
        lock (_gate)
        {
            return new ProbingTotals(
                _board.Count, _board.Running, _board.Awaited, _board.LatenessHistogram.Snapshot(), [.. _board.Totals.Select(t => (t.Key, t.Value.Snapshot()))]);
        }
    }
}
