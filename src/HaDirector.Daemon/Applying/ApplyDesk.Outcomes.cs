using HaDirector.Control;
using HaDirector.Engine;
using HaDirector.Engine.Applying;
using HaDirector.Model;

namespace HaDirector.Daemon.Applying;

/// <content>What becomes of a file, told to the journal, to the log and to who waits.</content>
internal sealed partial class ApplyDesk
{
    private void Wait()
    {
        Applying applying = _applying!;
        TimeSpan patience = applying.Request.Confirm!.Value;
        string until = $"{DateTimeOffset.Now + patience:HH:mm:ss}";
        log.Information("apply {Number}: in force, waits {Patience} for its confirmation", applying.Entry.Number, DurationText.Format(patience));
        conditions.Raise(ConditionCatalogue.ConfigUnconfirmed, "", $"{applying.Request.File} of {applying.Request.By} is in force and goes back at {until} unless it is confirmed");
        _applying = applying with { Entry = applying.Entry with { Outcome = ApplyOutcome.Unconfirmed } };
        journal.Write(_applying.Entry);
        Answer(Report(ApplyOutcome.Unconfirmed, "") with { ConfirmSeconds = patience.TotalSeconds });
    }

    private void Keep()
    {
        if (place.Commit() is { } why)
        {
            // Better known than forgotten: in force all the same, as its confirmation wants it.
            conditions.Raise(ConditionCatalogue.ConfigUnwritten, "", $"{place.Path}: {why}");
            End(ApplyOutcome.Applied, $"it is in force, but the next start will not read it: {place.Path}: {why}");
            return;
        }
        conditions.Clear(ConditionCatalogue.ConfigUnwritten);
        holder.Kept(_applying!.Request.Content);
        End(ApplyOutcome.Applied, "", place.Path);
    }

    private void GoBack(string reason)
    {
        log.Warning("apply {Number}: goes back to the plan of before: {Reason}", _applying!.Entry.Number, reason);
        uint epoch = holder.Follow(_applying.Before);
        _applying = _applying with { Epoch = epoch };
        Step(new ApplyEvent.Returning(epoch));
    }

    private void End(string outcome, string reason, string? written = null)
    {
        JournalEntry entry = _applying!.Entry with { Outcome = outcome, Reason = reason, Ended = DateTimeOffset.UtcNow };
        journal.Write(entry);
        log.Information("apply {Number}: {Outcome}{Reason}", entry.Number, outcome.Replace('_', ' '), reason.Length == 0 ? "" : ": " + reason);
        ApplyReport report = Report(outcome, reason) with { Written = written };
        SpentMemory.ReleaseSoon(_applying.Request.Content.Length);
        place.Discard();
        conditions.Clear(ConditionCatalogue.ConfigUnconfirmed);
        (_applying, _lookAt) = (null, Instant.Never);
        Answer(report);
    }

    private void Answer(ApplyReport report)
    {
        foreach (TaskCompletionSource<ApplyReport> waiting in _waiting) waiting.TrySetResult(report);
        _waiting.Clear();
    }

    private ApplyReport Report(string outcome, string reason) =>
        new() { At = DateTimeOffset.UtcNow, Outcome = outcome, Reason = reason, Number = _applying?.Entry.Number ?? 0, Epoch = _applying?.Epoch ?? 0 };
}
