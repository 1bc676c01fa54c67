using HaDirector.Health;
using HaDirector.Model;

namespace HaDirector.Engine.Pools;

/// <content>Who takes connections: each server alone, then backups, quorum, sorry server and panic, then weights. What each of these means is in a file of its own beside this one.</content>
internal sealed partial class Pool
{
    /// <summary>Decides anew; true when <see cref="Table"/> is another one now.</summary>
    public bool Decide(Instant now)
    {
        _next = Instant.Never;
        BalanceLatency(now);
        foreach (PoolServer server in Members)
        {
            server.Before = server.Role;
            server.Modes.Expire(now);
            WakeAt(server.Modes.Until);
            server.Role = Alone(server, now);
            server.Until = null;
        }

        Weigh();
        Sorry = Quorum == QuorumStanding.Lost && _sorry is { Role: ServerRole.Serving };
        Panic = !Sorry && IsPanic();
        if (Sorry) Change(ServerRole.Serving, ServerRole.Outvoted);
        if (Panic) Change(ServerRole.Failed, ServerRole.Panic);
        if (Panic || (!Sorry && !Array.Exists(_servers, Serves))) Change(ServerRole.HeldBack, Panic ? ServerRole.Panic : ServerRole.Serving);

        bool serving = Array.Exists(_servers, Serves);
        if (serving && !_serving) _filledAt = now;
        _serving = serving;
        foreach (PoolServer server in _servers)
        {
            if (Serves(server)) Serve(server, now);
            else Rest(server, now);
        }
        if (_sorry is not null) DecideSorry(_sorry, now);
        foreach (PoolServer server in _leaving) Drain(server, now);
        _leaving.RemoveAll(server => !server.InTable);
        WantsConnections = Spec.Policy.PassiveHints || (Spec.Policy.Drain is not null && (_leaving.Count > 0 || Members.Any(server => server.DrainStart is not null)));
        return Publish();
    }

    private static bool Serves(PoolServer server) => server.Role is ServerRole.Serving or ServerRole.Panic;

    // What a server would do if it were for itself only.
    private ServerRole Alone(PoolServer server, Instant now)
    {
        Verdict verdict = Effective(server);
        if (verdict == Verdict.Down && (Spec.Policy.OnFailure == FailureAction.Remove || server.Modes.Strongest.Mode == ServerMode.Ready)) return ServerRole.Failed;
        if (server.Modes.Strongest.Mode != ServerMode.Ready) return ServerRole.Draining;
        if (verdict == Verdict.Unknown) return ServerRole.Unchecked;
        if (server.Flap is { } flap && flap.Holds(now) && Spec.Policy.Flap is not null)
        {
            WakeAt(flap.HeldUntil);
            return ServerRole.HeldBack;
        }
        return server.HasWeight ? ServerRole.Serving : ServerRole.Draining;
    }

    /// <summary>A server without a result stays as it is: neither a restart nor a reload disturbs it.</summary>
    private Verdict Effective(PoolServer server)
    {
        if (server.Judged != Verdict.Unknown) return server.Judged;
        return server.Weight > 0 || (Spec.Policy.Start == StartPolicy.Up && !server.InTable) ? Verdict.Up : Verdict.Unknown;
    }

    private void WakeAt(Instant at)
    {
        if (at < _next) _next = at;
    }
}
