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
