using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Ipvs;
using HaDirector.Linux;
using HaDirector.Model;

namespace HaDirector.Daemon.Loops;

/// <content>What another plan would make of the servers.</content>
internal sealed partial class ServiceLoop
{
    /// <summary>How every server stands, and the plan they are of.</summary>
    public (Plan Plan, IReadOnlyList<ServerState> Servers) Servers()
    {
        lock (_gate) return (_plan, [.. _machine.States()]);
    }

    /// <summary>What the table would be under another plan, as the servers stand now.</summary>
    public IpvsTable Preview(Plan plan)
    {
        Instant now = Clock.Now;
        IpvsTable table;
        Dictionary<CheckIdentity, Verdict> verdicts = [];
        List<(string Service, IpEndpoint Server, ServerMode Mode, Instant? Until)> commands;
        IReadOnlyList<string> maintained;
        lock (_gate)
        {
            foreach (CheckState check in _board.States()) verdicts.TryAdd(check.Check.Identity, check.Verdict);
            (table, commands, maintained) = (_machine.Desired, [.. _machine.Commands()], _maintained);
        }
        ServiceMachine machine = new(plan, table, now, check => verdicts.GetValueOrDefault(check.Identity));
        foreach ((string service, IpEndpoint server, ServerMode mode, Instant? until) in commands) _ = machine.Command(service, server, mode, now, until);
        machine.ObserveMaintenance(plan.MaintenanceFolder is null ? [] : maintained, now);
        return machine.Desired;
    }
}
