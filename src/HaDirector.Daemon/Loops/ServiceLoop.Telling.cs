using HaDirector.Daemon.Api;
using HaDirector.Engine;
using HaDirector.Health;

namespace HaDirector.Daemon.Loops;

/// <content>What it says: to status, to who tracks services, to the log and in conditions.</content>
internal sealed partial class ServiceLoop
{
    /// <summary>Whether a service has its quorum, and so many servers up; null while those not checked yet decide it.</summary>
    public bool? HasServersUp(string service, int minimum)
    {
        lock (_gate)
        {
            if (_machine.PoolOf(service) is not { } pool || pool.Quorum == QuorumStanding.Lost) return false;
            if (pool.Healthy >= minimum) return pool.Quorum == QuorumStanding.Gained ? true : null;
            return pool.Healthy + pool.Unchecked >= minimum ? null : false;
        }
    }

    /// <summary>How everything stands.</summary>
    public ServiceView View()
    {
        lock (_gate)
        {
            return new ServiceView(
                _plan,
                [.. _machine.States()],
                [.. _board.States()],
                [.. _machine.Pools()],
                new ProbingTotals(
                    _board.Running, _board.Awaited, _board.LatenessHistogram.Snapshot(), [.. _board.Totals.Select(t => (t.Key, t.Value.Snapshot()))]));
        }
    }

    /// <summary>How the services stand as a whole, which costs nothing for each server.</summary>
    public (Plan Plan, IReadOnlyList<PoolState> Pools) Pools()
    {
        lock (_gate) return (_plan, [.. _machine.Pools()]);
    }

    private bool Tell()
    {
        IReadOnlyList<PoolState> touched = _machine.TakeTouched();
        foreach (PoolState pool in touched) _pools.Follow(pool);
        (bool holds, int failed, int of, _) = _machine.MassFailure;
        _conditions.Set(
            holds, ConditionCatalogue.MassFailure, "",
            holds ? $"{failed} of {of} hosts that were up failed at the same time; they stay in service for now" : ""); // each turn: no text for nothing
        return touched.Count > 0;
    }

    private void Tell(VerdictChange verdict)
    {
        bool loud = verdict.To == Verdict.Down && !_machine.IsMaintained(verdict.Check);
        _log.Write(
            loud ? Serilog.Events.LogEventLevel.Warning : Serilog.Events.LogEventLevel.Information,
            "server {Target} of {Services} is {Verdict}: {Detail}",
            verdict.Check.Target.ToString(), string.Join(", ", _machine.UsersOf(verdict.Check)), ReportWord.Of(verdict.To), verdict.Detail);
    }
}
