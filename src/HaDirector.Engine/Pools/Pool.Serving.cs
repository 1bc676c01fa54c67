using HaDirector.Model;

namespace HaDirector.Engine.Pools;

/// <content>The weight of a server that takes connections: slow start, latency, advice.</content>
internal sealed partial class Pool
{
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
}
