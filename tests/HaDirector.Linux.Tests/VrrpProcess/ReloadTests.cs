using HaDirector.Linux.Tests.Network;

namespace HaDirector.Linux.Tests.VrrpProcess;

public sealed class ReloadTests
{
    [NamespaceFact]
    public void A_reload_keeps_the_master_and_moves_its_addresses()
    {
        using Lan lan = new("a");
        using Host a = new(lan, "a", Host.Router(150));
        a.WaitForState("Master");
        long since = a.Number("Status web Master", "at");

        a.Plan = Host.Router(140, addresses: "192.0.2.81/24 192.0.2.80/24");
        a.WaitFor("PlanApplied epoch=2");
        Assert.True(lan.Holds("a", "192.0.2.80"));
        Assert.True(lan.Holds("a", "192.0.2.81"));

        a.Plan = Host.Router(140, addresses: "192.0.2.81/24");
        a.WaitFor("PlanApplied epoch=3");
        Assert.False(lan.Holds("a", "192.0.2.80"));
        Assert.True(lan.Holds("a", "192.0.2.81"));
        Assert.Equal(since, a.Number("Status web Master", "at"));
        Assert.Equal(140, a.Number("Status web Master", "priority"));
        Assert.Equal(1, a.Number("Status web Master", "became"));
    }

    [NamespaceFact]
    public void A_removed_router_resigns_and_a_new_one_starts_beside_one_that_is_not_disturbed()
    {
        using Lan lan = new("a", "b");
        const string other = "mail eth0 52 100 10 preempt 192.0.2.90/24\n", third = "dns eth0 53 100 10 preempt 192.0.2.91/24\n";
        using Host a = new(lan, "a", Host.Router(150) + other);
        a.WaitForState("Master");
        a.WaitFor("Status mail Master");
        long since = a.Number("Status web Master", "at");
        using Host b = new(lan, "b", "mail eth0 52 90 4000 nopreempt 192.0.2.90/24\n");
        b.WaitFor("Status mail Backup");
        Wait.Until(() => b.Heard.Last().Length > 0 && b.Number("Status mail", "received") > 0, () => "b hears nothing");

        a.Plan = Host.Router(150) + third;
        a.WaitFor("Status dns Master");

        Assert.False(lan.Holds("a", "192.0.2.90"));
        Assert.True(lan.Holds("a", "192.0.2.91"));
        Assert.Equal(since, a.Number("Status web Master", "at"));
        b.WaitFor("Log StateChanged mail Master 4 "); // resigned
    }

    [NamespaceFact]
    public void An_address_the_host_has_already_is_neither_given_a_lifetime_nor_taken_off()
    {
        using Lan lan = new("a");
        using Host a = new(lan, "a", Host.Router(255, addresses: "192.0.2.11/24 192.0.2.80/24"));
        a.WaitForState("Master");
        Assert.Contains("192.0.2.11/24 scope global eth0\\       valid_lft forever", lan.Ip("a", "-4 -o address show dev eth0"), StringComparison.Ordinal);
        a.Stop();
        Assert.True(lan.Holds("a", "192.0.2.11"));
        Assert.False(lan.Holds("a", "192.0.2.80"));
    }
}
