using HaDirector.Linux.Route;
using HaDirector.Linux.Tests.Network;
using HaDirector.Model;
using HaDirector.Netlink.Route;

namespace HaDirector.Linux.Tests.Route;

public sealed class VirtualMacDeviceTests
{
    private static readonly HardwareAddress Hardware = HardwareAddress.OfVirtualRouter(IpFamily.V4, 51);

    [NamespaceFact]
    public void It_is_made_down_in_bridge_mode_and_without_generated_addresses()
    {
        using Lan lan = new("a");
        Ensure(lan);
        string link = lan.Ip("a", "-d link show dev vrrp.51");
        Assert.Contains("vrrp.51@eth0: <BROADCAST,MULTICAST>", link, StringComparison.Ordinal);
        Assert.Contains("00:00:5e:00:01:33", link, StringComparison.Ordinal);
        Assert.Contains("macvlan mode bridge", link, StringComparison.Ordinal);
        Assert.Contains("addrgenmode none", link, StringComparison.Ordinal);
        Assert.Contains("alias hadirector", link, StringComparison.Ordinal);
        foreach (string name in (string[])["eth0", "vrrp.51"])
        {
            Assert.Equal("1", Setting(lan, $"net/ipv4/conf/{name}/arp_ignore"));
            Assert.Equal("2", Setting(lan, $"net/ipv4/conf/{name}/arp_announce"));
        }
    }

    [NamespaceFact] // vrrp-conformance DA-18
    public void DA_18_no_ipv6_address_is_derived_from_the_virtual_mac()
    {
        using Lan lan = new("a");
        Ensure(lan);
        lan.Ip("a", "link set vrrp.51 up");
        Assert.Equal("", lan.Ip("a", "-6 -o address show dev vrrp.51"));
        Assert.Contains("fe80::", lan.Ip("a", "-6 -o address show dev eth0"), StringComparison.Ordinal); // where it is the kernel's custom
    }

    [NamespaceFact]
    public void What_is_there_is_taken_over_and_what_does_not_fit_is_made_anew_or_left_alone()
    {
        using Lan lan = new("a");
        int first = Ensure(lan).Index;
        Assert.Equal(first, Ensure(lan).Index);

        HardwareAddress other = HardwareAddress.OfVirtualRouter(IpFamily.V4, 52);
        Assert.NotEqual(first, Ensure(lan, other).Index);
        Assert.Contains("00:00:5e:00:01:34", lan.Ip("a", "link show dev vrrp.51"), StringComparison.Ordinal);

        lan.Ip("a", "link set vrrp.51 alias theirs");
        Assert.Equal(0, lan.Inside("a", () => VirtualMacDevice.RemoveAll(new RouteSocket())));
        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => Ensure(lan));
        Assert.Contains("vrrp.51 is another device", refused.Message, StringComparison.Ordinal);
    }

    [NamespaceFact]
    public void A_strict_reverse_path_filter_of_the_host_becomes_loose_on_the_device()
    {
        using Lan lan = new("a");
        lan.Inside("a", () => Sysctl.Write("net/ipv4/conf/all/rp_filter", "1"));
        Ensure(lan);
        Assert.Equal("2", Setting(lan, "net/ipv4/conf/vrrp.51/rp_filter"));
    }

    private static string? Setting(Lan lan, string name) => lan.Inside("a", () => Sysctl.Read(name));

    private static VirtualMacDevice Ensure(Lan lan, HardwareAddress? hardware = null) => lan.Inside("a", () =>
    {
        using RouteSocket route = new();
        Assert.True(route.TryFindLink("eth0", out LinkRecord link));
        return VirtualMacDevice.Ensure(route, "vrrp.51", "eth0", link.Index, hardware ?? Hardware);
    });
}
