using HaDirector.Engine.Pools;
using HaDirector.Health;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Engine;

/// <content>What it is told: verdicts, advice, latencies, connections, commands, files.</content>
public sealed partial class ServiceMachine
{
    /// <summary>Whether a pool waits for connections to end, or watches them: then <see cref="ObserveConnections"/> is to be called each second or so.</summary>
    public bool WantsConnections
    {
        get
        {
            Settle();
            return _watching.Count > 0;
        }
    }

    /// <summary>Takes a verdict.</summary>
    /// <param name="check">The check.</param>
    /// <param name="verdict">What it concludes.</param>
    /// <param name="now">The time.</param>
    /// <param name="cutOff">Whether this director's own link to the host is seen to be broken: a sign that it had better suspect itself.</param>
    public void Observe(CheckSpec check, Verdict verdict, Instant now, bool cutOff = false)
    {
        if (!_checks.TryGetValue(check, out CheckUse? use)) return; // removed by a reload
        Verdict before = use.Told;
        if (before == verdict) return;
        if (before == Verdict.Unknown) _unknown--;
        use.Told = verdict;

        if (verdict == Verdict.Up) _mass.Up(check);
        else if (before == Verdict.Up && _mass.Down(check, now, cutOff))
        {
            Hold(now);
            return;
        }
        Count(use, _mass.Held.Contains(check) ? Verdict.Up : verdict, now);
    }

    /// <summary>Takes what a server says of itself through a check; what it does not speak of stays as it was.</summary>
    public void Advise(CheckSpec check, ServerAdvice advice, Instant now)
    {
        if (!_checks.TryGetValue(check, out CheckUse? use)) return;
        ServerAdvice said = new(
            advice.WeightPercent ?? use.Advice?.WeightPercent, advice.Mode ?? use.Advice?.Mode, advice.ConnectionsMax ?? use.Advice?.ConnectionsMax);
        if (said == use.Advice) return;
        use.Advice = said;
        foreach ((Pool pool, PoolServer server) in use.Users)
        {
            Advise(server);
            DecideLater(pool, now);
        }
    }

    /// <summary>Takes how long the passed try of a check took. Weights follow at the next <see cref="Tick"/>.</summary>
    public void Measure(CheckSpec check, TimeSpan took, Instant now)
    {
        if (!_checks.TryGetValue(check, out CheckUse? use)) return;
        foreach ((Pool pool, PoolServer server) in use.Users)
        {
            // Several checks of one server are not comparable: the first is the one that is measured.
            if (pool.Spec.Policy.LatencyWeights is not null && ReferenceEquals(FirstCheck(server), use)) pool.Measure(server, took, now);
        }
    }

    /// <summary>Takes the kernel's table with its counters, adding checks that had better be made at once to <paramref name="suspects"/>.</summary>
    public void ObserveConnections(TableStatus table, Instant now, ICollection<CheckSpec> suspects)
    {
        Settle();
        List<PoolServer> suspected = [];
        Dictionary<Pool, List<ServiceStatus>> groups = [];
        foreach (ServiceStatus service in table.Services)
        {
            if (!_keys.TryGetValue(service.Key, out Pool? pool) || !_watching.Contains(pool)) continue;
            if (pool.Spec.Others.Count == 0) pool.Observe(service, now, suspected);
            else if (groups.TryGetValue(pool, out List<ServiceStatus>? parts)) parts.Add(service);
            else groups.Add(pool, [service]);
            DecideLater(pool, now);
        }
        foreach ((Pool pool, List<ServiceStatus> parts) in groups) pool.Observe(GroupStatus.Sum(pool.Spec, parts), now, suspected);
        foreach (PoolServer server in suspected)
            foreach (CheckSpec check in server.Spec.Check?.Checks ?? []) suspects.Add(check);
    }

    /// <summary>Asks something of a server until <paramref name="until"/>, or until it is asked otherwise.</summary>
    public CommandOutcome Command(string service, IpEndpoint server, ServerMode mode, Instant now, Instant? until)
    {
        if (!_names.TryGetValue(service, out Pool? pool)) return CommandOutcome.NoSuchService;
        if (pool.Find(server) is not { } found) return CommandOutcome.NoSuchServer;
        found.Modes.Command(mode, until);
        DecideLater(pool, now);
        return CommandOutcome.Done;
    }

    /// <summary>Takes the names of the files of servers that are worked on.</summary>
    public void ObserveMaintenance(IEnumerable<string> names, Instant now)
    {
        _files = new MaintenanceFiles(names);
        foreach (Pool pool in _pools)
        {
            bool touched = false;
            foreach (PoolServer server in pool.Members) touched |= server.Modes.File(_files.Contain(server.Spec.Address));
            if (touched) DecideLater(pool, now);
        }
    }

    private CheckUse? FirstCheck(PoolServer server) => server.Spec.Check is { } tree ? _checks.GetValueOrDefault(tree.Checks.First()) : null;

    // What failed shortly before is taken back: it failed for the same reason.
    private void Hold(Instant now)
    {
        foreach (CheckSpec held in _mass.Held.ToArray())
            if (_checks.TryGetValue(held, out CheckUse? use) && use.Told == Verdict.Down) Count(use, Verdict.Up, now);
    }

    private void Count(CheckUse use, Verdict verdict, Instant now)
    {
        if (use.Counted == verdict) return;
        use.Counted = verdict;
        foreach ((Pool pool, PoolServer server) in use.Users)
        {
            pool.Judge(server, Judge(server), now);
            DecideLater(pool, now);
        }
    }

    // Several checks may speak: the least weight, the strongest mode, the lowest limit.
    private void Advise(PoolServer server)
    {
        int percent = int.MaxValue, connections = 0;
        ServerMode mode = ServerMode.Ready;
        foreach (CheckSpec check in server.Spec.Check?.Checks ?? [])
        {
            if (!_checks.TryGetValue(check, out CheckUse? use) || use.Advice is not { } advice) continue;
            percent = Math.Min(percent, advice.WeightPercent ?? int.MaxValue);
            if (advice.Mode > mode) mode = advice.Mode.Value;
            if (advice.ConnectionsMax is > 0 and { } most) connections = connections == 0 ? most : Math.Min(connections, most);
        }
        (server.AdvicePercent, server.AdviceConnections, server.Modes.Advised) = (percent == int.MaxValue ? 100 : Math.Max(0, percent), connections, mode);
    }
}
