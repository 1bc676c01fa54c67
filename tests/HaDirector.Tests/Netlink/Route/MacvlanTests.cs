using HaDirector.Model;
using HaDirector.Netlink;
using HaDirector.Netlink.Route;

namespace HaDirector.Tests.Netlink.Route;

public sealed class MacvlanTests
{
    private readonly byte[] _buffer = new byte[RouteRequest.SizeMax];

    [Theory]
    [InlineData(IpFamily.V4, 51, "00:00:5e:00:01:33")]
    [InlineData(IpFamily.V6, 255, "00:00:5e:00:02:ff")]
    public void A_virtual_router_has_an_ethernet_address_of_its_own(IpFamily family, byte id, string expected) =>
        Assert.Equal(expected, HardwareAddress.OfVirtualRouter(family, id).ToString());

    [Fact]
    public void A_device_is_made_in_bridge_mode_and_then_marked()
    {
        NetlinkWriter writer = new(_buffer);
        MacvlanRequest.Make(ref writer, 7, "vrrp.51", 5, HardwareAddress.OfVirtualRouter(IpFamily.V4, 51));
        Assert.Equal(
            "5c000000" + "1000" + "0506" + "07000000" + "00000000" + new string('0', 32) +
            "0c000300767272702e353100" + "0800050005000000" + "0a00010000005e0001330000" + // IFLA_IFNAME, IFLA_LINK, IFLA_ADDRESS
            "1c001280" + "0c0001006d6163766c616e00" + "0c000280" + "0800010004000000", // IFLA_LINKINFO: kind, mode
            Convert.ToHexStringLower(writer.Written));

        writer = new NetlinkWriter(_buffer);
        MacvlanRequest.Own(ref writer, 8, 9);
        Assert.Equal(
            "40000000" + "1000" + "0500" + "08000000" + "00000000" + "0000000009000000" + new string('0', 16) +
            "0f0014006861646972656374" + "6f720000" + "10001a80" + "0c000a80" + "0500080001000000", // IFLA_IFALIAS, IFLA_AF_SPEC: mode of address generation
            Convert.ToHexStringLower(writer.Written));
    }

    [Fact]
    public void A_record_tells_what_it_stands_on_and_whether_it_is_ours()
    {
        string header = "0000010009000000" + new string('0', 16);
        string body = header + "0a00010000005e0001330000" + "0800050005000000" + "0f0014006861646972656374" + "6f720000" + "10001280" + "0c0001006d6163766c616e00";
        Assert.True(MacvlanRecord.TryRead(Convert.FromHexString(body), out MacvlanRecord record));
        Assert.Equal(new MacvlanRecord(9, 5, HardwareAddress.OfVirtualRouter(IpFamily.V4, 51), IsMacvlan: true, IsOurs: true), record);

        Assert.True(MacvlanRecord.TryRead(Convert.FromHexString(header + "0f0014006861646972656374" + "6f780000"), out record));
        Assert.Equal(new MacvlanRecord(9, 0, default, IsMacvlan: false, IsOurs: false), record);
        Assert.False(MacvlanRecord.TryRead(Convert.FromHexString(body).AsSpan(0, 20), out _));
    }
}
