using HaDirector.Engine;
using HaDirector.Model;

namespace HaDirector.Tests.Engine;

public class OwnLinkTests
{
    private static readonly OwnLink Front = Link("eth0", true, "192.0.2.1", "192.0.2.11/24", "2001:db8::11/64");
    private static readonly OwnLink Back = Link("eth1", false, null, "198.51.100.11/24");

    [Theory]
    [InlineData("192.0.2.21", false)]
    [InlineData("198.51.100.21", true)] // eth1 has no carrier
    [InlineData("203.0.113.21", false)] // by way of the gateway
    [InlineData("2001:db8::21", false)]
    [InlineData("2001:db8:1::21", false)] // nothing is known of a way there
    public void The_interface_towards_a_host_decides(string host, bool cutOff) =>
        Assert.Equal(cutOff, OwnLink.IsCutOff([Front, Back], IpAddress.Parse(host), static _ => false));

    [Fact]
    public void A_gateway_that_does_not_answer_cuts_off_what_lies_behind_it()
    {
        Assert.True(OwnLink.IsCutOff([Front, Back], IpAddress.Parse("203.0.113.21"), gateway => gateway == IpAddress.Parse("192.0.2.1")));
        Assert.False(OwnLink.IsCutOff([Front, Back], IpAddress.Parse("192.0.2.21"), static _ => true));
        Assert.True(OwnLink.IsCutOff([Front with { Carries = false }], IpAddress.Parse("203.0.113.21"), static _ => false));
    }

    [Fact]
    public void The_longest_network_is_the_way() =>
        Assert.True(OwnLink.IsCutOff([Front, Link("eth2", false, null, "192.0.2.16/28")], IpAddress.Parse("192.0.2.21"), static _ => false));

    private static OwnLink Link(string name, bool carries, string? gateway, params string[] networks) => new(
        name, carries, [.. networks.Select(text => IpPrefix.TryParse(text, out IpPrefix prefix) ? prefix : throw new FormatException(text))],
        gateway is null ? [] : [IpAddress.Parse(gateway)]);
}
