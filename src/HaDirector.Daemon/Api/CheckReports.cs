using HaDirector.Control;
using HaDirector.Daemon.Loops;
using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Model;

namespace HaDirector.Daemon.Api;

/// <summary>The checks of the plan, each with what it concludes and who uses it.</summary>
internal static class CheckReports
{
    /// <summary>The checks that are asked for, looked for once to count them and made one by one while the list is written.</summary>
    /// <param name="services">The services.</param>
    /// <param name="query">Which checks.</param>
    /// <param name="at">The time of the answer.</param>
    public static CheckList Of(ServiceLoop services, CheckQuery query, DateTimeOffset at)
    {
        VirtualServiceSpec[] concerned = [.. services.Pools().Plan.Services.Where(query.Concerns)];
        IEnumerable<CheckSpec> matching = services.Checks(concerned, query.Concerns, query.Verdict);
        return new CheckList
        {
            At = at,
            Matching = matching.Count(),
            Checks = services.CheckViews(matching.Take(query.Limit)).Select(view => Detail(view, query.History, at)),
        };
    }

    private static CheckDetail Detail(in CheckView view, bool history, DateTimeOffset at)
    {
        (Instant now, CheckState state) = (view.At, view.State);
        bool tried = state.LastAt != Instant.Never;
        return new CheckDetail
        {
            Kind = state.Check.Kind.Name,
            Target = state.Check.Target.Port == 0 ? state.Check.Target.Address.ToString() : state.Check.Target.ToString(),
            Verdict = ReportWord.Of(state.Verdict),
            Since = state.VerdictSince == Instant.Never ? null : at - (now - state.VerdictSince),
            LastResult = tried ? state.Last.Detail : "",
            LastOutcome = tried ? ReportWord.Of(state.Last.Outcome) : null,
            LastTookMs = tried ? state.Last.Took.TotalMilliseconds : null,
            LastAgeSeconds = tried ? (now - state.LastAt).TotalSeconds : null,
            LatencyP50Ms = state.Latency.Percentile(50)?.TotalMilliseconds,
            LatencyP99Ms = state.Latency.Percentile(99)?.TotalMilliseconds,
            NextDueMs = state.NextDue == Instant.Never ? null : Math.Max((state.NextDue - now).TotalMilliseconds, 0),
            Recent = state.Recent.ToString(),
            Tries = state.Tries,
            Failures = state.Failures,
            Discarded = state.Discarded,
            Restored = state.IsRestored,
            Confirming = state.IsConfirming,
            Users = view.Users,
            UsersTotal = view.UsersTotal,
            History = history
                ? [.. state.History.Select(t => new TransitionReport(at - (now - t.At), ReportWord.Of(t.From), ReportWord.Of(t.To), t.Detail))]
                : null,
        };
    }
}
