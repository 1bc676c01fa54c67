using HaDirector.Linux.Route;
using HaDirector.Linux.Tests.Network;
using HaDirector.Model;
using HaDirector.Netlink.Route;

namespace HaDirector.Linux.Tests.VrrpProcess;

/// <summary>Processes that are started again: with what the one before left, and with what it did not.</summary>
public sealed class RestartTests
{
    // Long enough for a restart on a busy machine to end before a backup misses anything; where there is no fence the addresses' kernel lifetime is not, so the test renews it.
    private const int Long = 400;

    [NamespaceFact]
    public void A_master_whose_processes_all_died_goes_on_without_an_election()
    {
        using Lan lan = new("a", "b");
        using Host a = new(lan, "a", Host.Router(150));
        WaitForHolder(a, lan);
        a.Plan = Host.Router(150, Long);
        a.WaitFor("PlanApplied epoch=2");
        Thread.Sleep(1000); // the record is written twice a second
        using Host b = new(lan, "b", Host.Router(100, Long));
        b.WaitForState("Backup");
        Wait.Until(() => b.Number("Status web Backup", "received") > 0, () => "it hears nobody");

        a.KillAll();
        lan.Inside("a", KeepAddress);
        using Host again = new(lan, "a", Host.Router(150, Long), before: a);

        again.WaitFor("Log StateChanged web Master 14 "); // resumed, not elected
        Assert.True(lan.Holds("a", "192.0.2.80"));
        Assert.Equal(0, b.Number("Status web Backup", "became"));
        again.Stop();
        Assert.Contains("the process before did not end in good order", again.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("that an earlier run left", again.Error, StringComparison.Ordinal);
    }

    [NamespaceFact]
    public void Who_hears_another_master_meanwhile_follows_it_and_does_not_take_over_again_for_a_while()
    {
        using Lan lan = new("a", "b");
        using Host a = new(lan, "a", Host.Router(150));
        WaitForHolder(a, lan);
        a.Plan = Host.Router(150, Long);
        a.WaitFor("PlanApplied epoch=2");
        Thread.Sleep(1000); // the record is written twice a second

        a.KillAll();
        lan.Inside("a", KeepAddress);
        using Host b = new(lan, "b", Host.Router(255)); // is master at once
        b.WaitForState("Master");
        using Host again = new(lan, "a", Host.Router(150, Long), before: a);

        again.WaitForState("Backup");
        Assert.False(lan.Holds("a", "192.0.2.80"));
        Assert.False(again.Has("Log StateChanged web Master"));
        b.Plan = Host.Router(100);
        long received = again.Number("Status web Backup", "received");
        Wait.Until(() => again.Number("Status web", "received") > received + 5, () => "it hears nobody");
        Assert.StartsWith("Status web Backup", again.LastStatus, StringComparison.Ordinal); // priority 150 over 100, but it crashed
    }

    [NamespaceFact]
    public void A_record_that_is_too_old_or_an_end_in_good_order_means_an_election()
    {
        using Lan lan = new("a");
        using Host a = new(lan, "a", Host.Router(150));
        WaitForHolder(a, lan);
        Thread.Sleep(1000); // the record is written twice a second
        a.KillAll();
        lan.Inside("a", KeepAddress);
        Thread.Sleep(300); // three intervals
        using Host late = new(lan, "a", Host.Router(150), before: a);
        late.WaitForState("Master");
        Assert.True(late.Has("Log StateChanged web Backup 1 "));
        late.Stop();
        Assert.Contains("removed 1 virtual address(es)", late.Error, StringComparison.Ordinal);

        using Host clean = new(lan, "a", Host.Router(150), before: late);
        clean.WaitForState("Master");
        clean.Stop();
        Assert.DoesNotContain("did not end in good order", clean.Error, StringComparison.Ordinal);
    }

    private static int KeepAddress()
    {
        using RouteSocket route = new();
        Assert.True(route.TryFindLink("eth0", out LinkRecord link));
        return route.SetAddress(link.Index, new IpPrefix(IpAddress.Parse("192.0.2.80"), 24), VirtualAddresses.Protocol, 600);
    }

    private static void WaitForHolder(Host host, Lan lan)
    {
        host.WaitForState("Master");
        Assert.True(lan.Holds("a", "192.0.2.80"));
    }
}
