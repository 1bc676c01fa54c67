using HaDirector.Engine.Pools;
using HaDirector.Health;
using HaDirector.Model;

namespace HaDirector.Engine;

/// <content>How it stands.</content>
public sealed partial class ServiceMachine
{
    /// <summary>Whether failures are held because most servers failed at the same time; how many hosts failed of how many that were up, and until when they are held.</summary>
    public (bool Holds, int Failed, int Of, Instant Until) MassFailure => (_mass.Holds, _mass.Seen.Failed, _mass.Seen.Of, _mass.Until);

    /// <summary>How every server of every service stands, in the order of the file; after those of a file its sorry server while it answers or something is asked of it, and servers that are gone from the file and drain.</summary>
    public IEnumerable<ServerState> States()
    {
        Settle();
        return _pools.SelectMany(pool => pool.States());
    }

    /// <summary>How the servers of one service stand; none when there is no service of that name.</summary>
    public IEnumerable<ServerState> StatesOf(string service) => _names.TryGetValue(service, out Pool? pool) ? pool.States() : [];

    /// <summary>How every service stands, in the order of the file.</summary>
    public IEnumerable<PoolState> Pools()
    {
        Settle();
        return _pools.Select(pool => pool.State());
    }

    /// <summary>How a service stands; null when there is none of that name.</summary>
    public PoolState? PoolOf(string service)
    {
        Settle();
        return _names.TryGetValue(service, out Pool? pool) ? pool.State() : null;
    }

    /// <summary>How the services stand that something happened to since the last time this was asked.</summary>
    public IReadOnlyList<PoolState> TakeTouched()
    {
        Settle();
        PoolState[] states = [.. _touched.Where(IsOurs).Select(pool => pool.State())];
        _touched.Clear();
        return states;
    }

    /// <summary>Services whose servers go by a check, each once.</summary>
    public IEnumerable<string> UsersOf(CheckSpec check) =>
        _checks.TryGetValue(check, out CheckUse? use) ? use.Users.Select(user => user.Pool.Spec.Name).Distinct() : [];

    /// <summary>Whether every server that goes by a check is in maintenance, so that its failure is nobody's alarm.</summary>
    public bool IsMaintained(CheckSpec check) =>
        _checks.TryGetValue(check, out CheckUse? use) && use.Users.TrueForAll(user => user.Server.Modes.Strongest.Mode == ServerMode.Maintenance);

    /// <summary>Whether a pool would have nobody left if this check failed: then it had better be asked once more.</summary>
    public bool IsLast(CheckSpec check) =>
        _checks.TryGetValue(check, out CheckUse? use) && use.Users.Exists(user => user.Pool.IsLast(user.Server));

    /// <summary>What was commanded and holds, with the end where there is one.</summary>
    public IEnumerable<(string Service, IpEndpoint Server, ServerMode Mode, Instant? Until)> Commands()
    {
        foreach (Pool pool in _pools)
        {
            foreach (PoolServer server in pool.Members)
            {
                if (server.Modes.Commanded == ServerMode.Ready) continue;
                yield return (pool.Spec.Name, server.Spec.Address, server.Modes.Commanded, server.Modes.Until == Instant.Never ? null : server.Modes.Until);
            }
        }
    }
}
