using HaDirector.Daemon.Api;
using HaDirector.Daemon.Services;
using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Ipvs;
using HaDirector.Linux;
using HaDirector.Model;

namespace HaDirector.Daemon.Loops;

/// <content>What it is asked and sees besides checks: commands, files of servers that are worked on, the kernel's connections.</content>
internal sealed partial class ServiceLoop
{
    private readonly Lock _commands = new(); // their file; taken before the gate
    private readonly BackgroundLook<TableStatus> _connections;
    private readonly BackgroundLook<MaintenanceFolder.Listing> _folder;
    private BackgroundLook<CheckFileConditions.Finding>? _files; // of the plan in force; null when its checks need none
    private readonly List<CheckSpec> _suspects = [];
    private IReadOnlyList<string> _maintained = [];

    /// <summary>Asks something of a server of a service until it is asked otherwise, or for a time. Any thread may; it survives reloads and restarts.</summary>
    public CommandOutcome Command(string service, IpEndpoint server, ServerMode mode, TimeSpan? duration)
    {
        CommandOutcome outcome = CommandOutcome.Done;
        Instant now = Clock.Now;
        Keep(() => outcome = _machine.Command(service, server, mode, now, duration is { } time ? now + time : null));
        if (outcome == CommandOutcome.Done)
            _log.Information("server {Server} of {Service}: {Mode} by command{For}", server.ToString(), service, ReportWord.Of(mode), duration is { } span ? $" for {DurationText.Format(span)}" : "");
        Wake();
        return outcome;
    }

    // Written before anybody is told that it is as asked, and never while the loop waits for it.
    private void Keep(Action change)
    {
        lock (_commands)
        {
            IReadOnlyList<SavedCommand> commands;
            lock (_gate)
            {
                change();
                commands = StateKeeper.Commands(_machine, Clock.Now);
            }
            _state.Keep(commands);
        }
    }

    private void Look(Instant now)
    {
        if (_connections.Take() is { } table)
        {
            _machine.ObserveConnections(table, now, _suspects);
            foreach (CheckSpec suspect in _suspects) _board.Hasten(suspect.Identity, now);
            _suspects.Clear();
        }
        if (_files?.Take() is { } finding) CheckFileConditions.Follow(_conditions, finding);
        if (_folder.Take() is not { } listing || listing.Folder != _plan.MaintenanceFolder) return;
        _conditions.Set(listing.Problem is not null, ConditionCatalogue.MaintenanceUnreadable, "", listing.Problem ?? "");
        if (listing.Problem is null) Maintain(listing.Names, now);
    }

    private void Maintain(IReadOnlyList<string> names, Instant now)
    {
        if (_maintained.SequenceEqual(names)) return;
        foreach (string name in names.Except(_maintained)) _log.Information("maintenance folder: {Name} has come", name);
        foreach (string name in _maintained.Except(names)) _log.Information("maintenance folder: {Name} is gone", name);
        _maintained = names;
        _machine.ObserveMaintenance(names, now);
    }

    private void LookAfterFiles(Plan plan)
    {
        IReadOnlyList<CheckFile> files = CheckFile.Of(plan);
        _files = files.Count == 0 ? null : new(() => CheckFileConditions.Look(files), TimeSpan.FromSeconds(10), Wake);
        if (_files is null) _conditions.Clear(ConditionCatalogue.CheckCannotRun);
    }
}
