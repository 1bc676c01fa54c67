using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using HaDirector.Control;
using HaDirector.EndToEnd.Tests.Support;

namespace HaDirector.EndToEnd.Tests;

/// <summary>hadirector plan, apply, confirm, rollback and journal against a whole director.</summary>
public sealed class ApplyTests : IDisposable
{
    private const string Services = """
        services:
          web:
            address: tcp://192.0.2.80:80
            scheduler: wrr
            forwarding: nat
            check: { tcp: {}, interval: 200ms, timeout: 150ms, rise: 1, fall: 2 }
            servers:
              - { address: "127.0.0.1:PORT", weight: 3 }
        """;

    private const string Owner = "4711:4712"; // of nobody: only root may give a file to them

    private readonly TwoHosts _hosts = new();
    private TcpListener? _server;

    [RootFact]
    public void A_plan_tells_what_a_file_would_change_and_changes_nothing()
    {
        RunningDirector director = Start();
        string hash = director.Report().ConfigHash;
        string draft = Draft(firstPriority: 120, addresses: $"{TwoHosts.Vip}/24, 192.0.2.81/24", weight: 5);

        (int code, string said) = Verb(director, "plan", draft);
        Assert.Equal(0, code);
        Assert.Contains("3 changes: 1 may change a role, 2 that nobody notices", said, StringComparison.Ordinal);
        Assert.Matches(@"\| role change \| router web +\| priority 150 → 120 ", said);
        Assert.Matches(@"\| none        \| router web +\| address 192\.0\.2\.81/24 added ", said);
        Assert.Matches(@"\| none        \| server web 127\.0\.0\.1:\d+ \| weight 3 → 5 ", said);
        Assert.Contains("kernel's table: ", said, StringComparison.Ordinal);

        PlanReport plan = PlanJson.TryReadPlan(System.Text.Encoding.UTF8.GetBytes(Verb(director, "plan", draft, "--json").Output), out string reason)!;
        Assert.Equal("", reason);
        Assert.Equal(new ChangeCounts(2, 0, 1, 0), plan.Counts);
        Assert.Equal(("role_change", hash, Hash(draft)), (plan.Changes[0].Class, plan.BeforeHash, plan.AfterHash));
        Assert.Equal(hash, director.Report().ConfigHash);

        File.WriteAllText(draft, File.ReadAllText(draft).Replace("priority:", "priorty:", StringComparison.Ordinal));
        (code, said) = Verb(director, "plan", draft);
        Assert.Equal(1, code);
        Assert.Matches(@"draft\.yaml:\d+:\d+: error HAD1003: unknown key 'priorty'.*did you mean 'priority'", said);
        Assert.Contains("refused", said, StringComparison.Ordinal);
    }

    [RootFact]
    public void Without_a_director_a_plan_says_so_and_judges_the_file()
    {
        string draft = Draft();
        (int code, string said) = Shell.Run(RunningDirector.Executable, ["plan", draft, "--director", "lb01", "--run-dir", _hosts.Folder]);
        Assert.Equal(0, code);
        Assert.Contains("no director runs here", said, StringComparison.Ordinal);
        Assert.Contains("kernel's table: ", said, StringComparison.Ordinal);
        Assert.Contains("no director runs here", Shell.Run(RunningDirector.Executable, ["apply", draft, "--run-dir", _hosts.Folder]).Output, StringComparison.Ordinal);
    }

    [RootFact]
    public void A_file_that_is_applied_is_in_force_then_written_and_the_one_of_before_is_kept()
    {
        RunningDirector director = Start();
        string before = File.ReadAllText(_hosts.ConfigPath), draft = Draft(weight: 5);
        Shell.Run("chown", [Owner, _hosts.ConfigPath]);
        Shell.Run("chmod", ["640", _hosts.ConfigPath]);
        File.AppendAllText(draft, "\n# " + new string('x', 1_000_000)); // more than anything else that is posted may be

        (int code, string said) = Verb(director, "apply", draft, "--by", "anna");
        Assert.True(code == 0, said + director.Log);
        Assert.Contains($"applied, written to {_hosts.ConfigPath} (1 in the journal)", said, StringComparison.Ordinal);
        Assert.Equal(Hash(draft), director.Report().ConfigHash);
        Assert.Equal(File.ReadAllText(draft), File.ReadAllText(_hosts.ConfigPath));
        Assert.Equal(before, File.ReadAllText(_hosts.ConfigPath + ".previous"));
        Assert.False(File.Exists(_hosts.ConfigPath + ".apply"));
        foreach (string kept in (string[])[_hosts.ConfigPath, _hosts.ConfigPath + ".previous"])
            Assert.Equal($"{Owner} 640", Shell.Run("stat", ["-c", "%u:%g %a", kept]).Output.Trim());

        JournalEntry entry = Assert.Single(Journal(director));
        Assert.Equal(("socket", 0u, "root", "anna"), (entry.By.Via, entry.By.Uid, entry.By.User, entry.By.Name));
        Assert.Equal((ApplyOutcome.Applied, Hash(draft)), (entry.Outcome, entry.AfterHash));
        Assert.Equal("weight 3 → 5", Assert.Single(entry.Changes).What);
        Assert.True(entry.Began <= entry.Ended);

        // A signal is in the journal, too, with nobody's name.
        RunningDirector.Signal(director.VrrpProcess, "HUP");
        Wait.Until(() => Journal(director).Count == 2, "the reload in the journal", () => director.Log);
        Assert.Equal(("signal", ApplyOutcome.Applied), (Journal(director)[1].By.Via, Journal(director)[1].Outcome));
        Assert.Equal(new ApplyCounts(1, 0, 0, 0), director.Report().Applies);
        Assert.Matches(@"\| 1 +\| .* \| root \(uid 0\) for anna \|", Verb(director, "journal").Output);
    }

    [RootFact]
    public void A_bad_file_changes_nothing_and_shows_every_finding()
    {
        RunningDirector director = Start();
        string hash = director.Report().ConfigHash, before = File.ReadAllText(_hosts.ConfigPath), draft = Draft();
        File.WriteAllText(draft, before.Replace("scheduler: wrr", "scheduler: wrx", StringComparison.Ordinal).Replace("priority:", "priorty:", StringComparison.Ordinal));

        (int code, string said) = Verb(director, "apply", draft);
        Assert.Equal(1, code);
        Assert.Matches(@"draft\.yaml:\d+:\d+: error HAD1003: unknown key 'priorty'", said);
        Assert.Matches(@"draft\.yaml:\d+:\d+: error HAD1004: unknown scheduler 'wrx'", said);
        Assert.Contains("refused, nothing was changed", said, StringComparison.Ordinal);
        Assert.Equal((hash, before), (director.Report().ConfigHash, File.ReadAllText(_hosts.ConfigPath)));
        Wait.Until(() => Journal(director) is [{ Outcome: ApplyOutcome.Refused }], "the refusal in the journal", () => director.Log);
        Assert.Contains("draft.yaml", Journal(director)[0].Reason, StringComparison.Ordinal);

        // Nor does one that cannot be kept.
        Directory.CreateDirectory(_hosts.ConfigPath + ".apply");
        (code, said) = Verb(director, "apply", Draft(weight: 5));
        Assert.Equal(1, code);
        Assert.Contains("could not be kept", said, StringComparison.Ordinal);
        Assert.Equal(hash, director.Report().ConfigHash);
    }

    [RootFact]
    public void What_is_not_confirmed_goes_back_and_what_is_stays()
    {
        RunningDirector director = Start();
        string hash = director.Report().ConfigHash, before = File.ReadAllText(_hosts.ConfigPath), draft = Draft(weight: 5);

        (int code, string said) = Verb(director, "apply", draft, "--confirm", "1s");
        Assert.Equal(0, code);
        Assert.Contains("in force, not confirmed", said, StringComparison.Ordinal);
        Wait.Until(() => Journal(director) is [{ Outcome: ApplyOutcome.RolledBack }], "the way back", () => director.Log);
        Assert.Equal((hash, before), (director.Report().ConfigHash, File.ReadAllText(_hosts.ConfigPath)));
        Assert.Equal("not confirmed within 1s", Journal(director)[0].Reason);
        Assert.DoesNotContain(director.Report().Conditions, c => c.Name == "config-unconfirmed");
        Assert.Contains("nothing to confirm", Verb(director, "confirm").Output, StringComparison.Ordinal);

        Assert.Equal(0, Verb(director, "apply", draft, "--confirm", "10m").Code);
        Assert.Equal(Hash(draft), director.Report().ConfigHash);
        Assert.Equal(before, File.ReadAllText(_hosts.ConfigPath)); // not yet
        Assert.Contains(director.Report().Conditions, c => c.Name == "config-unconfirmed");
        Assert.Contains("waits for its confirmation", Verb(director, "apply", Draft(weight: 6)).Output, StringComparison.Ordinal);
        Draft(weight: 5);
        Assert.Equal(0, Verb(director, "apply", "--confirm-now", "--by", "bert").Code);
        Assert.Equal(File.ReadAllText(draft), File.ReadAllText(_hosts.ConfigPath));
        Assert.Equal((ApplyOutcome.Applied, "bert"), (Journal(director)[^1].Outcome, Journal(director)[^1].EndedBy?.Name));
        Assert.Equal(new ApplyCounts(Applied: 1, RolledBack: 1, Refused: 0, Superseded: 0), director.Report().Applies);

        Assert.Equal(0, Verb(director, "apply", Draft(weight: 6), "--confirm", "10m").Code);
        (code, said) = Verb(director, "rollback");
        Assert.True(code == 0, said);
        Assert.Contains("rolled back", said, StringComparison.Ordinal);
        Assert.Equal(Hash(_hosts.ConfigPath), director.Report().ConfigHash);
    }

    [RootFact]
    public void A_guard_brings_the_plan_of_before_back_when_servers_or_addresses_are_lost()
    {
        RunningDirector director = Start();
        string hash = director.Report().ConfigHash;

        string deaf = Draft();
        File.WriteAllText(deaf, File.ReadAllText(deaf).Replace("tcp: {}, ", "tcp: {}, port: 9, ", StringComparison.Ordinal));
        (int code, string said) = Verb(director, "apply", deaf, "--watch", "2m");
        Assert.Equal(1, code);
        Assert.Matches(@"rolled back.*server 127\.0\.0\.1:\d+ of web was up and is down", said);
        Assert.Equal(hash, director.Report().ConfigHash);
        Wait.Until(() => director.Report().Services[0].Servers[0].Verdict == "up", "the server back", () => director.Log);

        string faulty = Draft(more: "    track: { interfaces: [ nosuch0 ] }");
        (code, said) = Verb(director, "apply", faulty, "--watch", "2m");
        Assert.Equal(1, code);
        Assert.Matches("rolled back.*router web was master and is in fault", said);
        director.WaitForState("master");
        Assert.Equal(hash, director.Report().ConfigHash);
        Assert.Equal([ApplyOutcome.RolledBack, ApplyOutcome.RolledBack], Journal(director).Select(entry => entry.Outcome));
    }

    [RootFact]
    public void A_restart_in_the_middle_goes_back()
    {
        RunningDirector director = Start();
        string hash = director.Report().ConfigHash;
        Assert.Equal(0, Verb(director, "apply", Draft(weight: 5), "--confirm", "10m").Code);
        int process = director.DirectorProcess;

        RunningDirector.Signal(process, "KILL");
        Wait.Until(() => director.DirectorProcess is not 0 and var next && next != process && director.Status() is not null, "another director process", () => director.Log);
        Wait.Until(() => Journal(director) is [{ Outcome: ApplyOutcome.RolledBack }], "the end in the journal", () => director.Log);
        Assert.Equal(hash, director.Report().ConfigHash);
        Assert.Equal("the director process ended before it was kept", Journal(director)[0].Reason);
        Wait.Until(() => director.Report().Services[0].Servers[0].ConfiguredWeight == 3, "the weight of before", () => director.Log);
    }

    public void Dispose()
    {
        _server?.Dispose();
        _hosts.Dispose();
    }

    private RunningDirector Start()
    {
        _server = PairOfHosts.Inside(_hosts.First, () =>
        {
            TcpListener listener = new(IPAddress.Loopback, 0);
            listener.Start();
            return listener;
        });
        _hosts.Configure(rest: Rest(3));
        RunningDirector director = _hosts.Start("lb01");
        director.WaitForState("master");
        Wait.Until(() => director.Status()?.Services[0].Servers[0].Verdict == "up", "the server up", () => director.Log);
        return director;
    }

    private string Rest(int weight) => Services
        .Replace("PORT", $"{(_server?.LocalEndpoint as IPEndPoint)?.Port ?? 8001}", StringComparison.Ordinal).Replace("weight: 3", $"weight: {weight}", StringComparison.Ordinal);

    // Another file, which differs from the one in place in what is given here.
    private string Draft(int firstPriority = 150, string addresses = TwoHosts.Vip + "/24", int weight = 3, string more = "")
    {
        string? inPlace = File.Exists(_hosts.ConfigPath) ? File.ReadAllText(_hosts.ConfigPath) : null, draft = Path.Combine(_hosts.Folder, "draft.yaml");
        _hosts.Configure(firstPriority, more, addresses, Rest(weight));
        File.Move(_hosts.ConfigPath, draft, overwrite: true);
        if (inPlace is not null) File.WriteAllText(_hosts.ConfigPath, inPlace);
        return draft;
    }

    private static (int Code, string Output) Verb(RunningDirector director, params string[] words) =>
        Shell.Run(RunningDirector.Executable, [.. words, "--run-dir", director.RunDirectory], ("SUDO_USER", null));

    private static IReadOnlyList<JournalEntry> Journal(RunningDirector director) =>
        PlanJson.TryReadJournal(System.Text.Encoding.UTF8.GetBytes(Verb(director, "journal", "--json").Output), out _)?.Entries ?? [];

    private static string Hash(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
