using System.Collections.Concurrent;
using HaDirector.Config;
using HaDirector.Control;
using HaDirector.Engine;
using HaDirector.Engine.Applying;
using HaDirector.Linux;
using HaDirector.Model;
using Serilog;

namespace HaDirector.Daemon.Applying;

/// <summary>Applies files that come over the control socket, one at a time. The director's main thread does all of it; only <see cref="Reached"/> may come from others.</summary>
internal sealed partial class ApplyDesk(IPlanHolder holder, ConfigPlace place, ApplyJournal journal, Conditions conditions, ILogger log)
{
    /// <summary>Changes that the log tells of one plan.</summary>
    public const int ChangesLogged = 100;

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>A look may take at most this part of the time.</summary>
    private const int LookShare = 20;

    private readonly ConcurrentQueue<(PlanFollowers Who, uint Epoch)> _reached = new(); // one for each of five followers and each plan
    private readonly List<TaskCompletionSource<ApplyReport>> _waiting = [];
    private ApplyState _state = new ApplyState.Idle();
    private Applying? _applying;
    private Instant _lookAt = Instant.Never;

    private sealed record Applying(ApplyRequest Request, Plan Before, Guard Guard, JournalEntry Entry, uint Epoch);

    /// <summary>When <see cref="Turn"/> has something to do though nothing happens.</summary>
    public Instant NextDeadline => _lookAt < _state.Deadline ? _lookAt : _state.Deadline;

    /// <summary>Takes word that somebody follows a plan. Any thread may.</summary>
    public void Reached(PlanFollowers who, uint epoch) => _reached.Enqueue((who, epoch));

    /// <summary>Begins to apply a file; the answer comes when it is in force, or not.</summary>
    public void Begin(ApplyRequest request, TaskCompletionSource<ApplyReport> answer)
    {
        if (_applying is { } other)
        {
            string state = _state is ApplyState.Unconfirmed ? "waits for its confirmation" : "is being applied";
            answer.SetResult(Report(ApplyOutcome.Busy, $"configuration {other.Request.File} of {other.Request.By} {state}"));
            return;
        }
        Plan before = holder.InForce;
        IReadOnlyList<PlanChange> changes = PlanDiff.Between(before, request.Plan);
        JournalEntry entry = JournalEntries.Begin(journal.Next(), request, before, changes);
        if (place.Stage(request.Content) is { } why)
        {
            string reason = $"it could not be kept beside {place.Path}: {why}";
            journal.Write(entry with { Outcome = ApplyOutcome.Refused, Reason = reason, Ended = DateTimeOffset.UtcNow });
            answer.SetResult(Report(ApplyOutcome.Refused, reason) with { Number = entry.Number });
            return;
        }
        journal.Write(entry);
        _waiting.Add(answer);
        Guard guard = new(before, request.Plan, changes, holder.Stand());
        log.Information("apply {Number}: {File} of {Who}: {Changes} change(s)", entry.Number, request.File, request.By.ToString(), changes.Count);
        PlanWords.Tell(log, "apply", changes);
        uint epoch = holder.Follow(request.Plan);
        _applying = new Applying(request, before, guard, entry, epoch);
        _lookAt = Clock.Now + LookInterval;
        Step(new ApplyEvent.Begun(epoch, new ApplyTerms(request.Confirm, request.Watch ?? guard.TimeToTell)));
        if (epoch == 0) Step(new ApplyEvent.Tripped("the VRRP process does not take it"));
    }

    /// <summary>Writes down that a file was refused.</summary>
    public void Refuse(string file, JournalAuthor by, LoadResult loaded)
    {
        JournalEntry entry = JournalEntries.Refused(journal.Next(), file, by, holder.InForce, loaded);
        log.Warning("apply {Number}: {File} of {Who} is refused: {Reason}", entry.Number, file, by.ToString(), entry.Reason);
        journal.Write(entry);
    }

    /// <summary>Writes down that the file in place was loaded again by a signal, and ends what was open.</summary>
    public void Reloaded(Plan before, Plan after, IReadOnlyList<PlanChange> changes)
    {
        Step(new ApplyEvent.Superseded());
        journal.Write(JournalEntries.Reloaded(journal.Next(), place.Path, before, after, changes));
    }

    /// <summary>Writes down that the file in place was loaded again by a signal, and refused. What is open stays open.</summary>
    public void ReloadRefused(LoadResult loaded) => journal.Write(JournalEntries.ReloadRefused(journal.Next(), place.Path, holder.InForce, loaded));

    /// <summary>Takes word that what waits is good.</summary>
    public void Confirm(JournalAuthor by, TaskCompletionSource<ApplyReport> answer)
    {
        if (_applying is not { } applying || _state is not (ApplyState.Unconfirmed or ApplyState.Watched))
        {
            answer.SetResult(Report(ApplyOutcome.Busy, "there is nothing to confirm"));
            return;
        }
        _waiting.Add(answer);
        _applying = applying with { Entry = applying.Entry with { EndedBy = by } };
        Step(new ApplyEvent.Confirmed());
    }

    /// <summary>Brings the plan of before back.</summary>
    public void Withdraw(JournalAuthor by, TaskCompletionSource<ApplyReport> answer)
    {
        if (_applying is not { } applying || !_state.IsOpen)
        {
            answer.SetResult(Report(ApplyOutcome.Busy, "there is nothing to take back"));
            return;
        }
        _waiting.Add(answer);
        _applying = applying with { Entry = applying.Entry with { EndedBy = by } };
        Step(new ApplyEvent.Withdrawn($"taken back by {by}"));
    }

    /// <summary>Looks, and lets time pass.</summary>
    public void Turn(Instant now)
    {
        while (_reached.TryDequeue(out (PlanFollowers Who, uint Epoch) word)) Step(new ApplyEvent.Reached(word.Who, word.Epoch));
        if (now >= _lookAt) Look();
        Step(new ApplyEvent.Ticked());
    }

    /// <summary>Answers those who wait: the director ends.</summary>
    public void Stop()
    {
        if (_applying is { } applying) End(ApplyOutcome.RolledBack, $"the director was stopped before {applying.Request.File} was kept");
    }

    private void Look()
    {
        if (_applying is not { } applying || !_state.IsOpen)
        {
            _lookAt = Instant.Never;
            return;
        }
        Instant began = Clock.Now;
        string? reason = applying.Guard.Trip(holder.Stand());
        Instant ended = Clock.Now;
        TimeSpan rest = (ended - began) * LookShare;
        _lookAt = ended + (rest > LookInterval ? rest : LookInterval);
        if (reason is not null) Step(new ApplyEvent.Tripped(reason));
    }

    private void Step(ApplyEvent happened)
    {
        (_state, ApplyAction? action) = ApplyMachine.Step(_state, happened, Clock.Now);
        switch (action)
        {
            case ApplyAction.Await:
                Wait();
                break;
            case ApplyAction.Keep:
                Keep();
                break;
            case ApplyAction.GoBack back:
                GoBack(back.Reason);
                break;
            case ApplyAction.Returned returned:
                End(ApplyOutcome.RolledBack, returned.Reason + (returned.Silent == PlanFollowers.None ? "" : $"; this did not follow back in time: {ApplyMachine.Words(returned.Silent)}"));
                break;
            case ApplyAction.GiveUp:
                End(ApplyOutcome.Superseded, "the file in place was loaded again");
                break;
        }
    }
}
