using HaDirector.Drills;
using HaDirector.Linux;
using HaDirector.Linux.Processes;
using HaDirector.Model;

namespace HaDirector.Stage;

/// <summary>Breaks things and mends them again.</summary>
/// <param name="master">The director that the faults hit.</param>
/// <param name="ports">Ports of the switch.</param>
internal sealed class FaultInjector(Director master, SwitchPorts ports)
{
    private const string FirstServer = "rs1";
    private IReadOnlyList<int> _processes = [];

    /// <summary>Looks up what the fault needs, so that it falls in one instant.</summary>
    public void Prepare()
    {
        _processes = master.LookUp();
        if (_processes.Count == 0) throw new DrillException($"{master.Name} does not run: see {master.LogFile}");
    }

    /// <summary>Lets the fault fall.</summary>
    /// <returns>The instant just before it.</returns>
    public Instant Inject(Fault fault)
    {
        Instant now = Clock.Now;
        switch (fault)
        {
            case Fault.Graceful:
                SendTo(_processes.Take(1), Signals.Terminate);
                break;
            case Fault.Kill:
                // None may see another die. A stop reaches the threads of a process one by one, a kill all of them at once: so the
                // children, who would take the addresses off, are killed before the parent.
                SendTo(_processes, Signals.Stop);
                SendTo(_processes.Reverse(), Signals.Kill);
                break;
            case Fault.KillVrrp:
                SendTo(_processes.Take(1), Signals.Kill);
                break;
            case Fault.KillDirector:
                SendTo(_processes.Skip(1), Signals.Kill);
                break;
            case Fault.Cut:
                ports.SetForwarding(master.Name, false);
                break;
            case Fault.LinkDown:
                ports.SetFrontUp(master.Name, false);
                break;
            case Fault.ServerDown:
                ports.SetForwarding(FirstServer, false);
                break;
        }
        return now;
    }

    /// <summary>Mends what the fault broke.</summary>
    public void Heal(Fault fault)
    {
        switch (fault)
        {
            case Fault.Cut:
                ports.SetForwarding(master.Name, true);
                break;
            case Fault.LinkDown:
                ports.SetFrontUp(master.Name, true);
                break;
            case Fault.ServerDown:
                ports.SetForwarding(FirstServer, true);
                break;
            default:
                master.Start();
                break;
        }
    }

    private static void SendTo(IEnumerable<int> processes, int signal)
    {
        foreach (int process in processes) _ = Signals.Send(process, signal);
    }
}
