using HaDirector.Control;
using HaDirector.Daemon.Services;
using HaDirector.Engine;
using HaDirector.Ipvs;
using HaDirector.Linux.Netlink;
using HaDirector.Linux.Route;
using HaDirector.Model;
using HaDirector.Netlink.Route;
using Serilog;

namespace HaDirector.Daemon.Loops;

/// <summary>Which routers this director is master of.</summary>
/// <param name="AnyMaster">Whether there is one; true without routers.</param>
/// <param name="AnyNotMaster">Whether there is one it is not master of; true without routers.</param>
internal sealed record Roles(bool AnyMaster, bool AnyNotMaster);

/// <summary>Lets the kernel's sync daemons follow the VRRP role, and keeps the settings that make them useful.</summary>
internal sealed class ConnectionSyncLoop(Conditions conditions, ILogger log, Action<string, Exception> failed) : Loop("connection-sync", failed)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);

    private readonly LatestValue<Roles> _roleMailbox = new();
    private readonly LatestValue<Plan> _plans = new();
    private volatile bool _servicesProgrammed;
    private volatile bool _stopDaemons;
    private volatile ConnectionSyncReport? _report;
    private KernelIpvs? _kernel;
    private ConnectionSyncSpec? _spec;
    private Roles? _roles;
    private Instant? _lastDemotion;
    private (int Index, IpAddress Address) _startedOn;
    private IReadOnlyList<SysctlResult> _sysctls = [];
    private IReadOnlyList<WantedSetting> _settings = [];

    /// <summary>How it stands, for status; null when it is off.</summary>
    public ConnectionSyncReport? Report => _report;

    /// <summary>Goes over to a new plan.</summary>
    public void Follow(Plan plan)
    {
        _plans.Publish(plan);
        Wake();
    }

    /// <summary>Takes the roles.</summary>
    public void Follow(Roles roles)
    {
        _roleMailbox.Publish(roles);
        Wake();
    }

    /// <summary>Takes word that the services are in the kernel.</summary>
    public void ServicesProgrammed()
    {
        _servicesProgrammed = true;
        Wake();
    }

    /// <inheritdoc/>
    protected override Instant Turn(Instant now)
    {
        try
        {
            if (_plans.Take() is { } plan) Adopt(plan);
            if (_roleMailbox.Take() is { } roles)
            {
                if (_roles is { AnyMaster: true } && !roles.AnyMaster) _lastDemotion = now;
                _roles = roles;
            }
            if (_spec is null || _roles is null) return Instant.Never;
            if (_kernel is null && !KernelIpvs.TryOpen(out _kernel, out _)) return now + LookInterval; // the IPVS loop says so
            return Follow(_kernel!, _spec, _roles, now);
        }
        catch (IOException e)
        {
            _kernel?.Dispose();
            _kernel = null;
            conditions.Raise(ConditionCatalogue.SyncDaemonWrong, "", e.Message);
            return now + LookInterval;
        }
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        if (_stopDaemons && _kernel is not null && _spec is not null)
            foreach (SyncDaemonSpec daemon in SyncDaemonPlan.Leftovers(_spec.Interface, _spec.SyncId, _kernel.ReadDaemons())) _ = _kernel.StopDaemon(daemon.Role);
        _kernel?.Dispose();
    }

    private void Adopt(Plan plan)
    {
        ConnectionSyncSpec? before = _spec;
        (_spec, _stopDaemons, _settings) = (plan.ConnectionSync, plan.Ipvs.RemoveOnStop, [.. plan.Ipvs.Settings.Where(IpvsSettingsKeeper.IsOfSync)]);
        if (_spec == before) return;
        _sysctls = [];
        foreach (string name in conditions.Now.Where(c => c.Name == ConditionCatalogue.SysctlWrong && c.Subject.StartsWith(IpvsSettingsKeeper.SyncPrefix, StringComparison.Ordinal)).Select(c => c.Subject))
            conditions.Clear(ConditionCatalogue.SysctlWrong, name);
        if (_spec is not null || before is null) return;
        _report = null;
        conditions.Clear(ConditionCatalogue.SyncDaemonWrong);
        if (_kernel is null) return;
        foreach (SyncDaemonSpec daemon in SyncDaemonPlan.Leftovers(before.Interface, before.SyncId, _kernel.ReadDaemons())) _ = _kernel.StopDaemon(daemon.Role);
    }

    private Instant Follow(KernelIpvs kernel, ConnectionSyncSpec spec, Roles roles, Instant now)
    {
        CheckSysctls();
        (int Index, IpAddress Address) standsOn = Interface(spec.Interface);
        IReadOnlyList<SyncDaemonSpec> running = kernel.ReadDaemons();
        bool stranded = _startedOn.Index != 0 && standsOn != _startedOn && standsOn.Address.IsSet;
        SyncSituation situation = new(spec.Interface, spec.SyncId, roles.AnyMaster, roles.AnyNotMaster, _lastDemotion, _servicesProgrammed, stranded);
        SyncDaemonSteps steps = SyncDaemonPlan.Decide(situation, running, now);

        foreach (SyncDaemonSpec daemon in steps.Stop)
            Tell("stop", daemon, kernel.StopDaemon(daemon.Role));
        Refusal? refused = null;
        foreach (SyncDaemonSpec daemon in steps.Start)
        {
            Refusal? refusal = kernel.StartDaemon(daemon);
            Tell("start", daemon, refusal);
            refused ??= refusal;
            if (refusal is null && daemon.Role == SyncRole.Master) _startedOn = standsOn;
        }
        if (_startedOn.Index == 0) _startedOn = standsOn;
        conditions.Set(refused is not null, ConditionCatalogue.SyncDaemonWrong, "", refused?.Message ?? "");
        Publish(spec, roles, kernel.ReadDaemons());
        return steps.AskAgain < now + LookInterval ? steps.AskAgain : now + LookInterval;
    }

    private void CheckSysctls()
    {
        _sysctls = new IpvsSysctls().Ensure(_settings);
        foreach (SysctlResult setting in _sysctls)
        {
            if (setting.Fixed) log.Information("set {Name} to {Value}", setting.Name, setting.Wanted);
            conditions.Set(
                !setting.IsGood, ConditionCatalogue.SysctlWrong, setting.Name,
                $"{setting.Name} is {setting.Actual ?? "missing"}, wanted {setting.Wanted}: {setting.Why}");
        }
    }

    private void Tell(string what, SyncDaemonSpec daemon, Refusal? refusal)
    {
        string role = Word(daemon.Role);
        if (refusal is null) log.Information("connection sync: {What} {Role} daemon on {Interface}, id {Id}", what, role, daemon.Interface, daemon.SyncId);
        else log.Warning("connection sync: {What} {Role} daemon on {Interface} refused: {Reason}", what, role, daemon.Interface, refusal.Message);
    }

    private void Publish(ConnectionSyncSpec spec, Roles roles, IReadOnlyList<SyncDaemonSpec> running)
    {
        List<string> wanted = [];
        if (roles.AnyNotMaster) wanted.Add(Word(SyncRole.Backup));
        if (roles.AnyMaster) wanted.Add(Word(SyncRole.Master));
        _report = new ConnectionSyncReport(
            "kernel", spec.Interface, spec.SyncId,
            [.. running.Select(d => Word(d.Role)).Order(StringComparer.Ordinal)],
            wanted,
            [.. _sysctls.Select(s => new SysctlReport(s.Name, s.Actual, s.Wanted))]);
    }

    // The sender is bound to the interface's first address when it starts; when that goes, it sends nothing and nobody says so.
    private static (int Index, IpAddress Address) Interface(string name)
    {
        using RouteSocket route = new();
        if (!route.TryFindLink(name, out LinkRecord link)) return default;
        AddressRecord[] found = new AddressRecord[16];
        int count = route.ListAddresses(IpFamily.V4, link.Index, found);
        AddressRecord first = found.AsSpan(0, Math.Max(count, 0)).ToArray().FirstOrDefault(a => a.Protocol != VirtualAddresses.Protocol);
        return (link.Index, first.Address.Address);
    }

    private static string Word(SyncRole role) => role == SyncRole.Master ? "master" : "backup";
}
