using HaDirector.Health;

namespace HaDirector.Engine.Pools;

/// <content>How it stands, for people.</content>
internal sealed partial class Pool
{
    /// <summary>The service as a whole.</summary>
    public PoolState State()
    {
        int healthy = 0, failed = 0, unknown = 0;
        foreach (PoolServer server in _servers)
        {
            Verdict verdict = Effective(server);
            if (verdict == Verdict.Up) healthy++;
            else if (verdict == Verdict.Unknown) unknown++;
            else if (server.Modes.Strongest.Mode != ServerMode.Maintenance) failed++;
        }
        return new PoolState(Spec.Name, Quorum, WeightUp, _rule.Minimum, _servers.Length, healthy, failed, Backups, Sorry, Panic) { Unchecked = unknown };
    }

    /// <summary>Whether nobody else takes connections, those left out of whom a failure was heard that is not decided yet.</summary>
    public bool IsLast(PoolServer server) => TakesConnections(server) && !Array.Exists(_servers, other => other != server && TakesConnections(other)) && (_sorry is null || _sorry == server || !TakesConnections(_sorry));

    /// <summary>Its servers in the order of the file, then the sorry server while it is in the table or something is asked of it, then those that are gone from the file and still drain.</summary>
    public IEnumerable<ServerState> States()
    {
        foreach (PoolServer server in _servers) yield return Of(server);
        if (_sorry is not null && (_sorry.InTable || _sorry.Modes.Strongest.Mode != ServerMode.Ready)) yield return Of(_sorry);
        foreach (PoolServer server in _leaving) yield return Of(server);
    }

    private static bool TakesConnections(PoolServer server) => server.Weight > 0 && (server.Judged != Verdict.Down || server.Role == ServerRole.Panic);

    private ServerState Of(PoolServer server)
    {
        (ServerMode mode, ModeSource by) = server.Modes.Strongest;
        return new ServerState(Spec.Name, server.Spec.Address, server.Judged, server.InTable, server.Weight)
        {
            Role = server.Role,
            Mode = mode,
            ModeBy = by,
            ModeUntil = by == ModeSource.Command && server.Modes.Until != Model.Instant.Never ? server.Modes.Until : null,
            Until = server.Until,
            RampPercent = server.RampPercent,
            LatencyPercent = server.Latency is { } latency ? (int)Math.Round(latency.Share * 100) : 100,
            AdvicePercent = server.AdvicePercent,
            Scale = _scale,
        };
    }
}
