using HaDirector.Model;
using HaDirector.Netlink.Route;
using HaDirector.VrrpProcess;

namespace HaDirector.Linux.Tests.VrrpProcess;

public sealed class NeighbourAdvertisementTests
{
    [Fact]
    public void DA_12_it_is_unsolicited_from_a_router_and_overrides()
    {
        byte[] frame = new byte[NeighbourAdvertisement.FrameLength];
        HardwareAddress.TryRead([0, 0, 0x5E, 0, 2, 0x33], out HardwareAddress hardware);
        NeighbourAdvertisement.Write(frame, hardware, IpAddress.Parse("2001:db8::80"));
        Assert.Equal(
            "333300000001" + "00005e000233" + "86dd" +
            "60000000" + "0020" + "3a" + "ff" + "20010db8000000000000000000000080" + "ff020000000000000000000000000001" +
            "8800" + "19fa" + "a0000000" + "20010db8000000000000000000000080" + // type, code, checksum; R = 1, S = 0, O = 1; target
            "0201" + "00005e000233", // target link-layer address
            Convert.ToHexStringLower(frame));
    }
}
