using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Linux;
using HaDirector.Model;

namespace HaDirector.Daemon.Loops;

/// <content>What others see of it: copies, so that nobody holds the loop up for long, and in parts, so that a long answer is never there at once.</content>
internal sealed partial class ServiceLoop
{
    /// <summary>Services of one part; it is copied under the lock, which a verdict may wait for.</summary>
    public const int ServicesAtOnce = 200;

    /// <summary>Servers or checks of one part, unless one service alone has more.</summary>
    public const int ServersAtOnce = 1000;

    private const int UsersShown = 8; // names of services; a check may have thousands of users

    /// <summary>How the services stand as a whole, which costs nothing for each server.</summary>
    public (Plan Plan, IReadOnlyList<PoolState> Pools) Pools()
    {
        lock (_gate) return (_plan, [.. _machine.Pools()]);
    }

    /// <summary>How services stand, their servers and their checks: a part is copied when the one before is done with.</summary>
    public IEnumerable<ServiceView> Views(IEnumerable<VirtualServiceSpec> services)
    {
        foreach (IReadOnlyList<VirtualServiceSpec> some in ServiceParts.Of(services, ServicesAtOnce, ServersAtOnce))
        {
            List<ServerState> servers = [];
            List<CheckState> checks = [];
            HashSet<CheckSpec> seen = [];
            lock (_gate)
            {
                foreach (VirtualServiceSpec service in some)
                {
                    servers.AddRange(_machine.StatesOf(service.Name));
                    foreach (CheckSpec check in ServersOf(service).SelectMany(ChecksOf))
                        if (seen.Add(check) && _board.StateOf(check) is { } state) checks.Add(state);
                }
            }
            yield return new ServiceView(Clock.Now, some, servers, checks);
        }
    }

    /// <summary>How many servers <see cref="Views"/> would show.</summary>
    public int CountServers(IEnumerable<VirtualServiceSpec> services)
    {
        int servers = 0;
        foreach (IReadOnlyList<VirtualServiceSpec> some in ServiceParts.Of(services, ServicesAtOnce, ServersAtOnce))
            lock (_gate) servers += some.Sum(service => _machine.StatesOf(service.Name).Count());
        return servers;
    }

    /// <summary>The checks of services, each once: a part is looked for when the one before is done with.</summary>
    /// <param name="services">Checks of these.</param>
    /// <param name="server">Checks of the servers of this address alone.</param>
    /// <param name="verdict">Those that conclude this; null is anything.</param>
    public IEnumerable<CheckSpec> Checks(IEnumerable<VirtualServiceSpec> services, Predicate<IpEndpoint> server, Verdict? verdict)
    {
        HashSet<CheckSpec> shared = [], own = []; // a check that one service uses is not met again in another
        foreach (IReadOnlyList<VirtualServiceSpec> some in ServiceParts.Of(services, ServicesAtOnce, ServersAtOnce))
        {
            List<CheckSpec> found = [];
            lock (_gate)
            {
                foreach (VirtualServiceSpec service in some)
                {
                    own.Clear();
                    foreach (CheckSpec check in ServersOf(service).Where(one => server(one.Address)).SelectMany(ChecksOf))
                    {
                        if (!own.Add(check) || (_machine.UsersOf(check).Take(2).Count() > 1 && !shared.Add(check))) continue;
                        if (verdict is null || _board.VerdictOf(check) == verdict) found.Add(check);
                    }
                }
            }
            foreach (CheckSpec check in found) yield return check;
        }
    }

    /// <summary>How checks stand; those that are not checked any more are left out.</summary>
    public IEnumerable<CheckView> CheckViews(IEnumerable<CheckSpec> checks)
    {
        foreach (CheckSpec[] some in checks.Chunk(ServersAtOnce))
        {
            List<CheckView> views = new(some.Length);
            lock (_gate)
            {
                foreach (CheckSpec check in some)
                {
                    if (_board.StateOf(check) is not { } state) continue;
                    string[] users = [.. _machine.UsersOf(check).Take(UsersShown)];
                    views.Add(new CheckView(Clock.Now, state, users, users.Length < UsersShown ? users.Length : _machine.UsersOf(check).Count()));
                }
            }
            foreach (CheckView view in views) yield return view;
        }
    }

    /// <summary>What all checks do together.</summary>
    public ProbingTotals Probing()
    {
        lock (_gate)
        {
            return new ProbingTotals(
                _board.Count, _board.Running, _board.Awaited, _board.LatenessHistogram.Snapshot(), [.. _board.Totals.Select(t => (t.Key, t.Value.Snapshot()))]);
        }
    }

    private static IEnumerable<RealServerSpec> ServersOf(VirtualServiceSpec service) =>
        service.Policy.SorryServer is { } sorry ? service.Servers.Append(sorry) : service.Servers;

    private static IEnumerable<CheckSpec> ChecksOf(RealServerSpec server) => server.Check?.Checks ?? [];
}
