using HaDirector.Control;
using HaDirector.Daemon.Loops;
using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Model;

namespace HaDirector.Daemon.Api;

/// <summary>The checks of the plan, each with what it concludes and who uses it.</summary>
internal static class CheckReports
{
    /// <summary>Names of services that a check shows; a check may have thousands of users.</summary>
    private const int UsersShown = 8;

    /// <summary>The checks that are asked for; made one by one while the list is written.</summary>
    public static CheckList Of(ServiceView view, CheckQuery query, Instant now, DateTimeOffset at)
    {
        Dictionary<CheckSpec, Users> users = UsersOf(view.Plan, query);
        CheckState[] matching = [.. view.CheckStates.Where(state => users.ContainsKey(state.Check) && (query.Verdict is null || state.Verdict == query.Verdict))];
        return new CheckList
        {
            At = at,
            Matching = matching.Length,
            Checks = matching
                .Take(query.Limit)
                .Select(state => Detail(state, users[state.Check], query.History, now, at)),
        };
    }

    private static Dictionary<CheckSpec, Users> UsersOf(Plan plan, CheckQuery query)
    {
        Dictionary<CheckSpec, Users> users = [];
        HashSet<CheckSpec> wanted = [];
        foreach (VirtualServiceSpec service in plan.Services)
        {
            IEnumerable<RealServerSpec> servers = service.Policy.SorryServer is { } sorry ? service.Servers.Append(sorry) : service.Servers;
            foreach (RealServerSpec server in servers)
            {
                foreach (CheckSpec check in server.Check?.Checks ?? [])
                {
                    if (!users.TryGetValue(check, out Users? of)) users.Add(check, of = new Users());
                    of.Add(service.Name);
                    if ((query.Service is null || query.Service == service.Name) && (query.Server is null || ServerName.Means(query.Server, server.Address)))
                        wanted.Add(check);
                }
            }
        }
        if (query.Service is not null || query.Server is not null)
            foreach (CheckSpec check in users.Keys.Where(check => !wanted.Contains(check)).ToArray()) users.Remove(check);
        return users;
    }

    private static CheckDetail Detail(CheckState state, Users users, bool history, Instant now, DateTimeOffset at)
    {
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
            Users = users.First,
            UsersTotal = users.Total,
            History = history
                ? [.. state.History.Select(t => new TransitionReport(at - (now - t.At), ReportWord.Of(t.From), ReportWord.Of(t.To), t.Detail))]
                : null,
        };
    }

    /// <summary>Services that use a check.</summary>
    private sealed class Users
    {
        private string _last = "";

        public List<string> First { get; } = [];

        public int Total { get; private set; }

        /// <summary>Servers of one service come one after the other.</summary>
        public void Add(string service)
        {
            if (service == _last) return;
            _last = service;
            Total++;
            if (First.Count < UsersShown) First.Add(service);
        }
    }
}
