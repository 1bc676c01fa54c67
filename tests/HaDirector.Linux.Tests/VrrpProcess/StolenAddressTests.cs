using HaDirector.Linux.Tests.Network;

namespace HaDirector.Linux.Tests.VrrpProcess;

/// <summary>Somebody else takes an address of ours off.</summary>
public sealed class StolenAddressTests
{
    [NamespaceFact]
    public void It_is_put_back_at_once_and_said()
    {
        using Lan lan = new("a");
        using Host a = new(lan, "a", Host.Router(150, addresses: "192.0.2.80/24 192.0.2.81/24"));
        a.WaitForState("Master");
        Wait.Until(() => lan.Holds("a", "192.0.2.81"), () => "no address");
        for (int i = 0; i < 3; i++)
        {
            lan.Ip("a", "address delete 192.0.2.81/24 dev eth0");
            Wait.Until(() => lan.Holds("a", "192.0.2.81"), () => "it stays away");
        }

        Command.Feed("address delete 192.0.2.80/24 dev eth0\naddress delete 192.0.2.81/24 dev eth0\n", "ip", "-n", lan.Name("a"), "-batch", "-");
        Wait.Until(() => lan.Holds("a", "192.0.2.80") && lan.Holds("a", "192.0.2.81"), () => "they stay away");
        Assert.Equal(1, a.Number("Status web Master", "became"));
        Assert.Single(a.Heard, line => line.StartsWith("Log AddressTaken web Master 1 ", StringComparison.Ordinal)); // once in a while, whatever they do
    }

    [NamespaceFact]
    public void Who_shall_yield_leaves_it_to_the_other_director_and_does_not_take_it_back()
    {
        using Lan lan = new("a", "b");
        using Host a = new(lan, "a", Host.Router(150, addresses: "192.0.2.80/24 put-back=no"));
        a.WaitForState("Master");
        using Host b = new(lan, "b", Host.Router(100));
        b.WaitForState("Backup");

        lan.Ip("a", "address delete 192.0.2.80/24 dev eth0");

        b.WaitForState("Master");
        a.WaitForState("Backup");
        Assert.True(a.Has("Log AddressTaken web Master 0 "));
        Assert.False(lan.Holds("a", "192.0.2.80"));
        Assert.True(lan.Holds("b", "192.0.2.80"));
    }

    [NamespaceFact]
    public void What_the_loop_itself_removes_is_not_stolen()
    {
        using Lan lan = new("a");
        using Host a = new(lan, "a", Host.Router(150, addresses: "192.0.2.80/24 192.0.2.81/24"));
        a.WaitForState("Master");
        a.Plan = Host.Router(150, addresses: "192.0.2.80/24");
        Wait.Until(() => !lan.Holds("a", "192.0.2.81"), () => "it stays");
        long turns = a.Number("Pulse", "turns");
        Wait.Until(() => a.Number("Pulse", "turns") > turns + 10, () => "the loop stands");
        Assert.False(lan.Holds("a", "192.0.2.81"));
        Assert.False(a.Has("Log AddressTaken"));
    }
}
