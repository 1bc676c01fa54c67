using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Linux;
using HaDirector.Model;

namespace HaDirector.Daemon.Services;

/// <summary>Saves verdicts a few seconds after a change and now and then besides, without making the loop wait; gives them back at a start.</summary>
internal sealed class StateKeeper(StateFiles files)
{
    private static readonly TimeSpan AfterChange = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Anyway = TimeSpan.FromSeconds(60); // so that ages stay true

    private Task _writing = Task.CompletedTask;

    /// <summary>When verdicts are saved next.</summary>
    public Instant NextDeadline { get; private set; } = Clock.Now + AfterChange;

    /// <summary>Takes that something is to be saved.</summary>
    public void Changed(Instant now)
    {
        if (now + AfterChange < NextDeadline) NextDeadline = now + AfterChange;
    }

    /// <summary>Saves when it is due.</summary>
    public void Turn(CheckBoard board, Instant now)
    {
        if (now < NextDeadline) return;
        if (!_writing.IsCompleted)
        {
            NextDeadline = now + AfterChange;
            return;
        }
        NextDeadline = now + Anyway;
        SavedBoard saved = Saved(board, now);
        _writing = Task.Run(() => files.Write(saved));
    }

    /// <summary>Saves at the end.</summary>
    public void Finish(CheckBoard board) => files.Write(Saved(board, Clock.Now));

    /// <summary>Saves what was commanded.</summary>
    public void Keep(IEnumerable<SavedCommand> commands) => files.Write(commands);

    /// <summary>What was commanded and holds.</summary>
    public static IReadOnlyList<SavedCommand> Commands(ServiceMachine machine, Instant now)
    {
        DateTimeOffset wall = DateTimeOffset.UtcNow;
        return [.. machine.Commands().Select(command => new SavedCommand(command.Service, command.Server, command.Mode, command.Until is { } until ? wall + (until - now) : null))];
    }

    /// <summary>Gives the board its verdicts of before a restart.</summary>
    /// <returns>How many it were.</returns>
    public int Restore(CheckBoard board, Instant now) =>
        files.ReadChecks() is { } saved && saved.AgeAt(DateTimeOffset.UtcNow) is { } age ? board.Restore(saved.Checks, age, now) : 0;

    /// <summary>Gives the machine what was commanded before a restart, and what servers said of themselves.</summary>
    /// <returns>The commands that hold.</returns>
    public IReadOnlyList<SavedCommand> Restore(ServiceMachine machine, CheckBoard board, Instant now)
    {
        List<SavedCommand> restored = [];
        DateTimeOffset wall = DateTimeOffset.UtcNow;
        foreach (SavedCommand command in files.ReadCommands())
        {
            if (command.Until is { } end && end <= wall) continue;
            Instant? ends = command.Until is { } until ? now + (until - wall) : null;
            if (machine.Command(command.Service, command.Server, command.Mode, now, ends) == CommandOutcome.Done) restored.Add(command);
        }
        foreach (CheckState check in board.States())
            if (check.Advice is { } advice) machine.Advise(check.Check, advice, now);
        return restored;
    }

    private static SavedBoard Saved(CheckBoard board, Instant now) => new(DateTimeOffset.UtcNow, board.Save(now));
}
