using HaDirector.Health;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Engine.Pools;

/// <content>Who takes connections: each server alone, then backups, quorum, sorry server and panic, then weights.</content>
internal sealed partial class Pool
{
    /// <summary>Whether the sorry server answers.</summary>
    public bool Sorry { get; private set; }

    /// <summary>Whether failed servers are used.</summary>
    public bool Panic { get; private set; }

    private int WeightUp { get; set; }

    private int Backups { get; set; }

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

    // Backups fill in as far as the others do not reach the quorum; then the quorum is counted.
    private void Weigh()
    {
        int up = 0, unknown = 0, unknownBackups = 0;
        foreach (PoolServer server in _servers)
        {
            if (server.Role == ServerRole.Unchecked && server.Spec.Backup) unknownBackups += server.Votes;
            else if (server.Role == ServerRole.Unchecked) unknown += server.Votes;
            else if (server.Role == ServerRole.Serving && !server.Spec.Backup) up += server.Votes;
        }

        int expected = up == 0 ? 0 : up + unknown;
        _filling = expected < (_filling ? _rule.Gain : _rule.Minimum);
        Backups = 0;
        foreach (PoolServer server in _servers)
        {
            if (!server.Spec.Backup || server.Role != ServerRole.Serving) continue;
            if (_filling && expected < _rule.Gain)
            {
                expected += server.Votes;
                up += server.Votes;
                Backups++;
            }
            else server.Role = ServerRole.Standby;
        }
        WeightUp = up;
        Quorum = _rule.Next(Quorum, up, unknown + unknownBackups);
    }

    private bool IsPanic()
    {
        if (Spec.Policy.PanicPercent <= 0) return false;
        int good = 0, bad = 0;
        foreach (PoolServer server in _servers)
        {
            if (server.Spec.Backup) continue;
            if (server.Role is ServerRole.Serving or ServerRole.Unchecked) good++;
            else if (server.Role is ServerRole.Failed or ServerRole.HeldBack && CanPanic(server)) bad++;
        }
        return bad > 0 && good * 100 < Spec.Policy.PanicPercent * (good + bad);
    }

    private static bool CanPanic(PoolServer server) => server.HasWeight && !server.Spec.Backup && server.Modes.Strongest.Mode == ServerMode.Ready;

    private void Change(ServerRole from, ServerRole to)
    {
        foreach (PoolServer server in _servers)
            if (server.Role == from && (to != ServerRole.Panic || CanPanic(server)) && server.HasWeight) server.Role = to;
    }

    private void Serve(PoolServer server, Instant now)
    {
        SlowStartSpec? ramp = Spec.Policy.SlowStart;
        if (server.Weight == 0)
        {
            // A cold server spares itself beside warm ones; where all have just come an equal share is right, and a backup is needed at once.
            bool warm = _filledAt is not { } filled || (ramp is not null && now - filled >= ramp.Duration);
            server.RampStart = warm && server.Role == ServerRole.Serving && server.Before != ServerRole.Standby ? now : null;
        }
        (server.InTable, server.DrainStart, server.Emptied) = (true, null, false);

        double share = server.AdvicePercent / 100.0;
        server.RampPercent = 100;
        if (Spec.Policy.LatencyWeights is not null && server.Latency is { } latency) share *= latency.Share;
        if (ramp is null) server.RampStart = null;
        else if (server.RampStart is { } start)
        {
            Instant next = SlowStartRamp.NextStep(ramp, start, now);
            if (next == Instant.Never) server.RampStart = null;
            else
            {
                double climbed = SlowStartRamp.Share(ramp, now - start);
                share *= climbed;
                server.RampPercent = (int)(climbed * 100);
                WakeAt(next);
                (server.Role, server.Until) = (ServerRole.Starting, start + ramp.Duration);
            }
        }
        server.Weight = WeightRule.Of(server.Spec.Destination.Weight, _scale, share);
    }

    private void Rest(PoolServer server, Instant now)
    {
        bool wanted = server.Role switch
        {
            ServerRole.Failed or ServerRole.HeldBack => Spec.Policy.OnFailure == FailureAction.Drain,
            ServerRole.Outvoted => server.InTable && Spec.Policy.OnFailure == FailureAction.Drain,
            ServerRole.Draining => true,
            _ => server.InTable,
        };
        server.RampStart = null;
        // A weight of 0 in the file, or asked for by the server itself, is where it belongs and nothing that ends.
        bool parked = !server.HasWeight && server.Role == ServerRole.Draining && server.Modes.Strongest.Mode == ServerMode.Ready;
        if (!wanted) (server.InTable, server.Weight, server.DrainStart) = (false, 0, null);
        else if (parked || Spec.Policy.Drain is null) (server.InTable, server.Weight, server.DrainStart) = (true, 0, null);
        else Drain(server, now);
        if (!server.InTable && server.Role == ServerRole.Draining) server.Role = ServerRole.Drained;
        if (server.Role == ServerRole.HeldBack && server.Until is null) server.Until = server.Flap!.HeldUntil;
    }

    // The sorry server comes before the others leave, and leaves after they came: the kernel is told in that order.
    private void DecideSorry(PoolServer sorry, Instant now)
    {
        if (Sorry)
        {
            (sorry.InTable, sorry.DrainStart, sorry.Emptied, sorry.Role) = (true, null, false, ServerRole.Sorry);
            sorry.Weight = WeightRule.Of(Math.Max(1, sorry.Spec.Destination.Weight), _scale, 1);
            return;
        }
        if (sorry.Role == ServerRole.Serving) sorry.Role = ServerRole.Standby;
        if (Spec.Policy.Drain is not null) Drain(sorry, now);
        else (sorry.InTable, sorry.Weight) = (false, 0);
    }

    /// <summary>Weight 0 until nobody is left or the time is over; what is not in the table has nothing to drain.</summary>
    private void Drain(PoolServer server, Instant now)
    {
        server.Weight = 0;
        if (!server.InTable) return;
        server.DrainStart ??= now;
        Instant deadline = server.DrainStart.Value + Spec.Policy.Drain!.Value;
        if (server.Emptied || now >= deadline)
        {
            (server.InTable, server.DrainStart, server.Emptied) = (false, null, false);
            return;
        }
        server.Until = deadline;
        WakeAt(deadline);
    }

    private void BalanceLatency(Instant now)
    {
        if (Spec.Policy.LatencyWeights is not { } spec) return;
        if (now >= _latencyDue)
        {
            LatencyBalance.Turn(spec, [.. _servers.Where(server => server.Weight > 0 && server.Latency is not null).Select(server => server.Latency!)]);
            TimeSpan pause = spec.HalfLife * LatencyBalance.HalfLives;
            _latencyDue = now + (pause > LatencyPauseMin ? pause : LatencyPauseMin);
        }
        WakeAt(_latencyDue);
    }

    private void WakeAt(Instant at)
    {
        if (at < _next) _next = at;
    }

    private bool Publish()
    {
        OrderedDictionary<IpEndpoint, DestinationSpec> destinations = new(_servers.Length);
        foreach (PoolServer server in Members.Concat(_leaving))
        {
            if (!server.InTable) continue;
            if (!destinations.TryAdd(server.Spec.Address, server.Destination) && server.Weight > 0) destinations[server.Spec.Address] = server.Destination;
        }
        if (Table.Spec == Spec.Spec && Same(Table.Destinations, destinations)) return false;
        Table = new VirtualService(Spec.Spec, destinations);
        return true;
    }

    private static bool Same(IReadOnlyDictionary<IpEndpoint, DestinationSpec> a, OrderedDictionary<IpEndpoint, DestinationSpec> b)
    {
        if (a.Count != b.Count) return false;
        foreach ((IpEndpoint address, DestinationSpec spec) in b)
            if (!a.TryGetValue(address, out DestinationSpec other) || other != spec) return false;
        return true;
    }
}
