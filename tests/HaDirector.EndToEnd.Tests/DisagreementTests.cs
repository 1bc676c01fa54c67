using HaDirector.Control;
using HaDirector.EndToEnd.Tests.Support;

namespace HaDirector.EndToEnd.Tests;

/// <summary>Two directors whose files differ, on purpose: each difference is a condition in status, log and metrics, until it is mended.</summary>
public sealed class DisagreementTests : IDisposable
{
    private readonly TwoHosts _hosts = new();
    private readonly List<RunningDirector> _directors = [];

    [RootFact]
    public void What_the_directors_do_not_agree_about_is_loud_until_it_is_mended()
    {
        Write("lb01", """
              version: { virtual_router_id: 1, priority: { lb01: 150, lb02: 100 }, interface: eth0, addresses: [ 192.0.2.81 ] }
              interval: { virtual_router_id: 2, priority: { lb01: 150, lb02: 100 }, interface: eth0, addresses: [ 192.0.2.82 ], advert_interval: 100ms }
              password: { virtual_router_id: 3, priority: { lb01: 150, lb02: 100 }, interface: eth0, addresses: [ 192.0.2.83 ], version: 2, authentication: { password: one } }
              hmac: { virtual_router_id: 4, priority: { lb01: 150, lb02: 100 }, interface: eth0, addresses: [ 192.0.2.84 ], authentication: { hmac: { keys: [ { id: 1, secret: one-of-sixteen-letters } ] } } }
              list: { virtual_router_id: 5, priority: { lb01: 150, lb02: 100 }, interface: eth0, addresses: [ 192.0.2.85, 192.0.2.95 ] }
              equal: { virtual_router_id: 6, priority: { lb01: 100, lb02: 90 }, interface: eth0, addresses: [ 192.0.2.86 ] }
              foreign: { virtual_router_id: 8, priority: { lb01: 150, lb02: 100 }, interface: eth0, addresses: [ 192.0.2.88 ] }
              missing: { virtual_router_id: 7, priority: { lb01: 150, lb02: 100 }, interface: eth0, addresses: [ 192.0.2.87 ] }
            """);
        Write("lb02", """
              version: { virtual_router_id: 1, priority: { lb01: 150, lb02: 100 }, interface: eth0, addresses: [ 192.0.2.81 ], version: 2 }
              interval: { virtual_router_id: 2, priority: { lb01: 150, lb02: 100 }, interface: eth0, addresses: [ 192.0.2.82 ], advert_interval: 200ms }
              password: { virtual_router_id: 3, priority: { lb01: 150, lb02: 100 }, interface: eth0, addresses: [ 192.0.2.83 ], version: 2, authentication: { password: two } }
              hmac: { virtual_router_id: 4, priority: { lb01: 150, lb02: 100 }, interface: eth0, addresses: [ 192.0.2.84 ], authentication: { hmac: { keys: [ { id: 1, secret: two-of-sixteen-letters } ] } } }
              list: { virtual_router_id: 5, priority: { lb01: 150, lb02: 100 }, interface: eth0, addresses: [ 192.0.2.85 ] }
              equal: { virtual_router_id: 6, priority: { lb01: 110, lb02: 100 }, interface: eth0, addresses: [ 192.0.2.86 ] }
            foreign_virtual_routers: [ { interface: eth0, virtual_router_ids: [ 8 ] } ]
            """);
        RunningDirector first = Start("lb01", _hosts.First), second = Start("lb02", _hosts.Second);

        foreach (string condition in new[]
        {
            "version-mismatch (version)", "two-masters (version)", "interval-mismatch (interval)", "authentication-mismatch (password)", "two-masters (password)",
            "authentication-mismatch (hmac)", "two-masters (hmac)", "address-list-mismatch (list)", "unknown-virtual-router (eth0/7)",
        })
        {
            Await(second, condition);
        }
        foreach (string condition in new[] { "version-mismatch (version)", "two-masters (version)", "two-masters (hmac)" }) Await(first, condition);
        // Which of two with one priority is master is the election's business: the other one says so.
        Wait.Until(() => Conditions(first).Concat(Conditions(second)).Contains("equal-priorities (equal)"), "equal priorities", () => first.Log + second.Log);

        Assert.DoesNotContain("unknown-virtual-router (eth0/8)", Conditions(second)); // known to be somebody else's
        Assert.Contains("hadirector_condition{name=\"two-masters\",subject=\"hmac\"} 1\n", second.Metrics(), StringComparison.Ordinal);
        (int code, string text) = Shell.Run(RunningDirector.Executable, ["status", "--run-dir", second.RunDirectory]);
        Assert.Equal(0, code);
        Assert.Contains("unknown-virtual-router", text, StringComparison.Ordinal);
        second.WaitForLog("192.0.2.11 is master, and so is this director");

        File.Copy(PathOf("lb01"), PathOf("lb02"), overwrite: true);
        RunningDirector.Signal(second.VrrpProcess, "HUP");
        Wait.Until(() => first.Report().Conditions.Concat(second.Report().Conditions).All(c => !IsDisagreement(c)), "the end of it", () => first.Log + second.Log);
        second.WaitForLog("condition two-masters (hmac) is over");
        Assert.All(second.Report().Routers, router => Assert.Equal("backup", router.State));
    }

    [RootFact]
    public void An_ordinary_change_of_roles_is_no_disagreement()
    {
        _hosts.Configure();
        (RunningDirector master, RunningDirector backup) = _hosts.StartBoth();
        _hosts.Configure(firstPriority: 50);
        RunningDirector.Signal(backup.VrrpProcess, "HUP");
        RunningDirector.Signal(master.VrrpProcess, "HUP");
        backup.WaitForState("master");
        master.WaitForState("backup");
        Assert.DoesNotContain("two-masters", master.Log + backup.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("mismatch", master.Log + backup.Log, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        foreach (RunningDirector director in _directors) director.Dispose();
        _hosts.Dispose();
    }

    private static bool IsDisagreement(ConditionReport condition) =>
        condition.Name.EndsWith("-mismatch", StringComparison.Ordinal) || condition.Name is "two-masters" or "equal-priorities" or "unknown-virtual-router";

    private static IEnumerable<string> Conditions(RunningDirector director) => director.Status()?.Conditions.Select(c => $"{c.Name} ({c.Subject})") ?? [];

    private static void Await(RunningDirector director, string condition) =>
        Wait.Until(() => Conditions(director).Contains(condition), condition, () => string.Join('\n', Conditions(director)) + "\n" + director.Log);

    private string PathOf(string director) => Path.Combine(_hosts.Folder, director + ".yaml");

    private void Write(string director, string routers) => File.WriteAllText(PathOf(director), $$"""
        directors: { lb01: {}, lb02: {} }
        virtual_routers:
        {{routers}}

        """);

    private RunningDirector Start(string director, string host)
    {
        RunningDirector running = new(host, PathOf(director), director, Path.Combine(_hosts.Folder, director), []);
        _directors.Add(running);
        return running;
    }
}
