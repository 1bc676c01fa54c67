using HaDirector.Model;
using HaDirector.Netlink;
using HaDirector.Netlink.Route;

namespace HaDirector.Tests.Netlink.Route;

public sealed class RouteRequestTests
{
    private static readonly IpPrefix Address = new(IpAddress.Parse("192.0.2.80"), 24);

    [Fact]
    public void Setting_an_address_replaces_it_with_owner_and_lifetime()
    {
        byte[] buffer = new byte[RouteRequest.SizeMax];
        NetlinkWriter writer = new(buffer);
        RouteRequest.SetAddress(ref writer, 7, interfaceIndex: 5, new AddressRequest(Address, Protocol: 112, LifetimeSeconds: 2));

        Assert.Equal(
            "44000000" + "1400" + "0505" + "07000000" + "00000000" + // length, RTM_NEWADDR, create | replace | ack | request, sequence, port
            "02180000" + "05000000" + // AF_INET, /24, no flags, scope of the universe, index
            "08000200c0000250" + "08000100c0000250" + // IFA_LOCAL, IFA_ADDRESS
            "14000600" + "02000000" + "02000000" + "00000000" + "00000000" + // IFA_CACHEINFO: preferred, valid
            "05000b0070000000", // IFA_PROTO
            Convert.ToHexStringLower(writer.Written));
    }

    [Fact]
    public void An_ipv6_address_does_not_wait_for_duplicate_detection_and_the_largest_request_fits()
    {
        byte[] buffer = new byte[RouteRequest.SizeMax];
        NetlinkWriter writer = new(buffer);
        RouteRequest.SetAddress(ref writer, 1, 5, new AddressRequest(new IpPrefix(IpAddress.Parse("2001:db8::80"), 64), 112, 2));
        Assert.Contains("0800080002000000", Convert.ToHexStringLower(writer.Written), StringComparison.Ordinal);
        Assert.Contains("14000600" + "00000000" + "02000000", Convert.ToHexStringLower(writer.Written), StringComparison.Ordinal); // nobody's source

        writer = new NetlinkWriter(buffer);
        RouteRequest.GetLink(ref writer, 1, "fifteen-letters");
        Assert.Equal(16 + 16 + 4 + 16, writer.Length);
    }

    [Fact]
    public void Scope_label_and_what_ipv6_alone_knows_are_said_where_they_mean_something()
    {
        byte[] buffer = new byte[RouteRequest.SizeMax];
        NetlinkWriter writer = new(buffer);
        RouteRequest.SetAddress(
            ref writer, 1, 5, new AddressRequest(Address, 112, uint.MaxValue) { Scope = 253, Label = "fifteen:letters", NoPrefixRoute = true });
        Assert.Equal(
            "58000000" + "1400" + "0505" + "01000000" + "00000000" + "021800fd" + "05000000" +
            "08000200c0000250" + "08000100c0000250" + "14000600" + "ffffffff" + "ffffffff" + "00000000" + "00000000" +
            "14000300" + Convert.ToHexStringLower("fifteen:letters\0"u8) + // IFA_LABEL
            "05000b0070000000",
            Convert.ToHexStringLower(writer.Written));

        writer = new NetlinkWriter(buffer);
        RouteRequest.SetAddress(
            ref writer, 1, 5,
            new AddressRequest(new IpPrefix(IpAddress.Parse("2001:db8::80"), 64), 112, 2) { Label = "none", NoPrefixRoute = true, DetectDuplicates = true });
        string written = Convert.ToHexStringLower(writer.Written);
        Assert.Contains("0800080000020000" + "05000b0070000000", written, StringComparison.Ordinal);
        Assert.DoesNotContain("0300" + Convert.ToHexStringLower("none"u8), written, StringComparison.Ordinal);
    }

    [Fact]
    public void Removing_and_listing_name_the_interface()
    {
        byte[] buffer = new byte[RouteRequest.SizeMax];
        NetlinkWriter writer = new(buffer);
        RouteRequest.DeleteAddress(ref writer, 8, 5, Address);
        Assert.Equal(
            "28000000" + "1500" + "0500" + "08000000" + "00000000" + "02180000" + "05000000" + "08000200c0000250" + "08000100c0000250",
            Convert.ToHexStringLower(writer.Written));

        writer = new NetlinkWriter(buffer);
        RouteRequest.DumpAddresses(ref writer, 9, IpFamily.V4, 5);
        Assert.Equal("18000000" + "1600" + "0103" + "09000000" + "00000000" + "02000000" + "05000000", Convert.ToHexStringLower(writer.Written));
    }
}
