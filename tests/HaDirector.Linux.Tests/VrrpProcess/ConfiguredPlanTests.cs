using HaDirector.Linux.Tests.Network;

namespace HaDirector.Linux.Tests.VrrpProcess;

public sealed class ConfiguredPlanTests
{
    [NamespaceFact]
    public void A_configuration_file_reaches_the_real_time_loop()
    {
        using Lan lan = new("a");
        using Host host = new(lan, "a", """
            # director lb01
            directors: { lb01: {}, lb02: {} }
            virtual_routers:
              web:
                interface: eth0
                virtual_router_id: 51
                priority: { lb01: 150, lb02: 100 }
                advert_interval: 100ms
                addresses: [ 192.0.2.80/24 ]

            """);
        host.WaitForState("Master");
        Assert.Equal(0, host.Stop());
    }
}
