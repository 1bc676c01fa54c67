using HaDirector.Drills;
using HaDirector.Linux;
using HaDirector.Model;

namespace HaDirector.Stage;

/// <summary>Waits until the pair is as it should be before a fault: the master in its seat, all servers up.</summary>
internal sealed class Readiness(
    DrillSubject subject, Director master, Director backup, UdpProbe probe, ClientLink link, NewConnections connections)
{
    // A busy host may lose one of a hundred datagrams.
    private const double AnsweredShare = 0.99;

    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private int _ends;

    /// <summary>What was last missing, and where to look.</summary>
    public string Lacking { get; private set; } = "";

    /// <summary>Waits; false when the patience is over.</summary>
    public bool Await()
    {
        for (Instant limit = Clock.Now + DrillScript.RestorePatience; Clock.Now < limit; Thread.Sleep(Pause))
        {
            RestartEnded();
            if (WhyNot() is not { } why) return true;
            Lacking = $"{why}; see {master.LogFile} and {backup.LogFile}";
        }
        return false;
    }

    /// <summary>Starts directors that ended although nobody ended them, as systemd would, and counts them.</summary>
    public void RestartEnded()
    {
        foreach (Director ended in (Director[])[master, backup])
        {
            if (ended.IsRunning) continue;
            ended.Start();
            _ends++;
        }
    }

    /// <summary>How many directors were started again since this was last asked.</summary>
    public int TakeUnexpectedEnds() => Interlocked.Exchange(ref _ends, 0);

    // The client's view first: it costs nothing, and is what counts.
    private string? WhyNot()
    {
        Instant now = Clock.Now;
        (int sent, int answered) = probe.Log.Recent(now, Steady, link.SeatOf, Seat.Master);
        if (sent == 0 || answered < sent * AnsweredShare)
            return $"{answered} of {sent} probes in a second are answered through {master.Name}";
        if (!File.Exists(master.ControlSocket)) return AllServersAnswer(now) ? null : "not every real server answers new connections";
        return DirectorStatus.WhyNotReady(master, "master") ?? DirectorStatus.WhyNotReady(backup, "backup");
    }

    private bool AllServersAnswer(Instant now)
    {
        List<NewConnection> recent = connections.Between(now, now - (3 * Steady), now);
        return recent.Select(a => a.Server).Where(server => server != 0).Distinct().Count() == subject.Tcp.Servers;
    }
}
