using HaDirector.Model;

namespace HaDirector.Ipvs;

/// <summary>What decides which sync daemons of the kernel should run.</summary>
/// <param name="Interface">Configured interface of the sync traffic.</param>
/// <param name="SyncId">Configured id, 1-255.</param>
/// <param name="AnyMaster">Whether this director is master of a virtual router. Without virtual routers: true.</param>
/// <param name="AnyNotMaster">Whether there is a virtual router of which it is not master. Without virtual routers: true.</param>
/// <param name="LastDemotion">When it last stopped being master of one; null is never.</param>
/// <param name="ServicesProgrammed">Whether the services have been written since this process started.</param>
/// <param name="MasterStranded">
/// Whether the interface lost its address or was made anew since the master daemon started: the daemon is listed on but sends nothing.
/// </param>
public readonly record struct SyncSituation(
    string Interface, byte SyncId, bool AnyMaster, bool AnyNotMaster, Instant? LastDemotion, bool ServicesProgrammed, bool MasterStranded = false);

/// <summary>What is to be done about the sync daemons, and when to ask again.</summary>
/// <param name="Stop">Daemons to stop, first.</param>
/// <param name="Start">Daemons to start, then.</param>
/// <param name="AskAgain">When the answer changes by time alone; <see cref="Instant.Never"/> when it does not.</param>
public sealed record SyncDaemonSteps(IReadOnlyList<SyncDaemonSpec> Stop, IReadOnlyList<SyncDaemonSpec> Start, Instant AskAgain);

/// <summary>Decides which sync daemons run: the sender with the master role, the receiver with any other.</summary>
public static class SyncDaemonPlan
{
    /// <summary>
    /// How long the sender outlives the role. The kernel holds records back for up to 3 s and stopping the daemon throws them away.
    /// </summary>
    public static readonly TimeSpan Linger = TimeSpan.FromSeconds(4);

    /// <summary>What to stop and start so that <paramref name="running"/> becomes what <paramref name="situation"/> asks for.</summary>
    public static SyncDaemonSteps Decide(SyncSituation situation, IReadOnlyList<SyncDaemonSpec> running, Instant now)
    {
        SyncDaemonSpec master = new(SyncRole.Master, situation.Interface, situation.SyncId), backup = master with { Role = SyncRole.Backup };
        Instant lingersUntil = situation.LastDemotion is { } demoted ? demoted + Linger : default;
        // A lingering sender is only kept, never started: a new one has nothing to send.
        bool lingers = !situation.AnyMaster && now < lingersUntil && running.Contains(master);

        List<SyncDaemonSpec> wanted = [];
        if (situation.AnyMaster || lingers) wanted.Add(master);
        // A record that arrives before its service stays unbound for ever, so the receiver waits for the services;
        // one that runs already was started by an earlier life of ours, over services that are still there.
        if (situation.AnyNotMaster && (situation.ServicesProgrammed || running.Contains(backup))) wanted.Add(backup);

        bool Stays(SyncDaemonSpec d) => wanted.Contains(d) && !(d == master && situation is { MasterStranded: true, AnyMaster: true });
        return new SyncDaemonSteps(
            [.. running.Where(d => !Stays(d))],
            [.. wanted.Where(d => !running.Contains(d) || !Stays(d))],
            lingers ? lingersUntil : Instant.Never);
    }

    /// <summary>The daemons to stop when connection sync was switched off: ours, by interface and id. A stranger's stay.</summary>
    public static IReadOnlyList<SyncDaemonSpec> Leftovers(string oldInterface, byte oldSyncId, IReadOnlyList<SyncDaemonSpec> running) =>
        [.. running.Where(d => d.Interface == oldInterface && d.SyncId == oldSyncId)];
}
