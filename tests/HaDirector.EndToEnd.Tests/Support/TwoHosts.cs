namespace HaDirector.EndToEnd.Tests.Support;

/// <summary>Two hosts on one cable: when the end of one goes down, so does the other.</summary>
public sealed class TwoHosts() : PairOfHosts(hosts => Shell.Ip($"link add eth0 netns {hosts.First} type veth peer name eth0 netns {hosts.Second}"))
{
    /// <summary>Writes the pair's configuration.</summary>
    public void Configure(int firstPriority = 150, string more = "", string addresses = Vip + "/24", string rest = "") => File.WriteAllText(ConfigPath, $$"""
        directors:
          lb01: { address: 192.0.2.11 }
          lb02: { address: 192.0.2.12 }
        virtual_routers:
          web:
            interface: eth0
            virtual_router_id: 51
            priority: { lb01: {{firstPriority}}, lb02: 100 }
            advert_interval: 200ms
            addresses: [ {{addresses}} ]
        {{more}}
        {{rest}}
        """);
}
