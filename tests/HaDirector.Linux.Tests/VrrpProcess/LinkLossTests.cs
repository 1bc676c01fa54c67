using HaDirector.Linux.Tests.Network;

namespace HaDirector.Linux.Tests.VrrpProcess;

/// <summary>A master that loses the link its adverts take tells the other director by the path that is left.</summary>
public sealed class LinkLossTests
{
    [NamespaceFact]
    public void A_backup_acts_on_it_at_once_instead_of_waiting_for_three_intervals()
    {
        using Lan lan = new("a", "b");
        lan.Ip("a", $"link add eth1 type veth peer name eth1 netns {lan.Name("b")}");
        foreach ((string host, string address) in (ReadOnlySpan<(string, string)>)[("a", "198.51.100.11"), ("b", "198.51.100.12")])
        {
            lan.Ip(host, $"address add {address}/24 dev eth1");
            lan.Ip(host, "link set eth1 up");
        }

        using Host a = new(lan, "a", Plan("lb01"));
        a.WaitForState("Master");
        using Host b = new(lan, "b", Plan("lb02"));
        b.WaitForState("Backup");
        Wait.Until(() => b.Number("Status web Backup", "received") > 0, () => "b hears nobody");

        lan.Ip("net", "link set a-0 down");

        b.WaitForState("Master");
        Assert.True(b.Has("Log StateChanged web Master 4 "), string.Join('\n', b.Heard)); // resigned: not the silence of three intervals
        a.WaitForState("Fault");
        Assert.False(lan.Holds("a", "192.0.2.80"));
        Assert.True(lan.Holds("b", "192.0.2.80"));

        lan.Ip("net", "link set a-0 up");
        a.WaitForState("Master"); // and its old word about the role does not disturb it
        b.WaitForState("Backup");
    }

    private static string Plan(string director) => $$"""
        # director {{director}}
        directors:
          lb01: { address: 198.51.100.11 }
          lb02: { address: 198.51.100.12 }
        virtual_routers:
          web:
            interface: eth0
            virtual_router_id: 51
            priority: { lb01: 150, lb02: 100 }
            advert_interval: 1s
            addresses: [ 192.0.2.80/24 ]

        """;
}
