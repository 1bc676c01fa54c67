using HaDirector.Control;
using HaDirector.EndToEnd.Tests.Support;

namespace HaDirector.EndToEnd.Tests;

/// <summary>SIGHUP: a bad file never disturbs a good director, a good one changes only what is different.</summary>
public sealed class ReloadTests : IDisposable
{
    private readonly TwoHosts _hosts = new();

    [RootFact]
    public void A_refused_reload_leaves_everything_as_it_is_and_says_so()
    {
        _hosts.Configure();
        (RunningDirector master, RunningDirector backup) = _hosts.StartBoth();
        Snapshot before = master.Report();

        _hosts.Configure(firstPriority: 999);
        RunningDirector.Signal(master.VrrpProcess, "HUP");
        Wait.Until(() => master.Status()?.Conditions.Any(c => c.Name == "reload-refused") == true, "the condition", () => master.Log);

        Snapshot refused = master.Report();
        Assert.Equal(before.ConfigHash, refused.ConfigHash);
        Assert.Equal(before.Reloads.Refused + 1, refused.Reloads.Refused);
        Assert.Contains("HAD", refused.Conditions.Single(c => c.Name == "reload-refused").Message, StringComparison.Ordinal);
        AssertUndisturbed(master, backup);

        _hosts.Configure(firstPriority: 160);
        RunningDirector.Signal(master.VrrpProcess, "HUP");
        Wait.Until(() => master.Status()?.Routers[0].Priority == 160, "the new priority", () => master.Log);
        Wait.Until(() => backup.Status()?.Routers[0].Master?.Priority == 160, "lb02 to hear it", () => backup.Log);
        Assert.DoesNotContain(master.Report().Conditions, c => c.Name == "reload-refused");
        master.WaitForLog("router web: priority 150 → 160");
        AssertUndisturbed(master, backup);
    }

    [RootFact]
    public void An_address_is_added_and_removed_without_a_change_of_role()
    {
        _hosts.Configure();
        (RunningDirector master, RunningDirector backup) = _hosts.StartBoth();

        Reload(master, backup, $"{TwoHosts.Vip}/24, 192.0.2.81/24");
        Wait.Until(() => TwoHosts.Holds(_hosts.First, "192.0.2.81"), "the second address", () => master.Log);
        Reload(master, backup, $"{TwoHosts.Vip}/24");
        Wait.Until(() => !TwoHosts.Holds(_hosts.First, "192.0.2.81"), "the end of the second address", () => master.Log);

        Assert.True(TwoHosts.Holds(_hosts.First));
        AssertUndisturbed(master, backup);
    }

    /// <summary>Each of these ends keepalived, empties it, or is applied with defaults.</summary>
    [RootFact]
    public void A_reload_without_a_file_or_with_one_that_is_empty_or_broken_leaves_everything_as_it_is()
    {
        _hosts.Configure();
        (RunningDirector master, RunningDirector backup) = _hosts.StartBoth();
        string good = File.ReadAllText(_hosts.ConfigPath);
        Func<string>[] spoilt =
        [
            () => "",
            () => good.Replace("virtual_router_id:", "virtual_ruoter_id:", StringComparison.Ordinal),
            () => Lines(good, without: "virtual_router_id:"),
            () => good.Replace("}", "", StringComparison.Ordinal),
            () => good + "\n" + good,
        ];

        foreach (string? text in spoilt.Select(spoil => spoil()).Append(null))
        {
            long refused = master.Report().Reloads.Refused;
            if (text is null) File.Delete(_hosts.ConfigPath);
            else File.WriteAllText(_hosts.ConfigPath, text);
            RunningDirector.Signal(master.VrrpProcess, "HUP");
            Wait.Until(() => master.Status()?.Reloads.Refused == refused + 1, $"the refusal of '{text}'", () => master.Log);
            AssertUndisturbed(master, backup);
        }
    }

    public void Dispose() => _hosts.Dispose();

    private static string Lines(string text, string without) =>
        string.Join('\n', text.Split('\n').Where(line => !line.Contains(without, StringComparison.Ordinal)));

    private void Reload(RunningDirector master, RunningDirector backup, string addresses)
    {
        long applied = master.Report().Reloads.Applied;
        _hosts.Configure(addresses: addresses);
        RunningDirector.Signal(master.VrrpProcess, "HUP");
        RunningDirector.Signal(backup.VrrpProcess, "HUP");
        Wait.Until(() => master.Status()?.Reloads.Applied == applied + 1, "the reload", () => master.Log);
    }

    private static void AssertUndisturbed(RunningDirector master, RunningDirector backup)
    {
        Assert.Equal(1, master.Report().Routers[0].Counters.BecameMaster);
        Assert.Equal(0, master.Report().Routers[0].Counters.PriorityZeroSent);
        Assert.Equal(0, backup.Report().Routers[0].Counters.BecameMaster);
    }
}
