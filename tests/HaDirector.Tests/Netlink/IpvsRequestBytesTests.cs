using HaDirector.Ipvs;
using HaDirector.Model;
using HaDirector.Netlink;
using HaDirector.Netlink.Ipvs;

namespace HaDirector.Tests.Netlink;

/// <summary>Requests that are no changes of the table, and their answers, byte by byte as linux/ip_vs.h has them.</summary>
public sealed class IpvsRequestBytesTests
{
    private const string Web = "06000100" + "02000000" + "06000200" + "06000000" + "08000300" + "c0000250" + "06000400" + "00500000"; // AF, protocol, address, port

    private delegate void Ask(ref NetlinkWriter writer, ushort family, uint sequence);

    [Fact]
    public void Time_outs_are_three_top_level_attributes_in_host_order()
    {
        Assert.Equal(
            "2c000000" + "1c000500" + "07000000" + "00000000" // nlmsghdr: length, family, REQUEST|ACK, sequence, port
            + "0c010000" + "08000400" + "84030000" + "08000500" + "78000000" + "08000600" + "2c010000",
            Written((ref NetlinkWriter writer, ushort family, uint sequence) => IpvsRequest.SetTimeouts(ref writer, family, sequence, 900, 120, 300)));
        Assert.Equal("14000000" + "1c000500" + "07000000" + "00000000" + "0d010000", Written(IpvsRequest.AskTimeouts));
        Assert.True(IpvsReply.TryReadTimeouts(Bytes("0c010000" + "08000400" + "84030000" + "08000500" + "78000000" + "08000600" + "2c010000"), out IpvsTimeouts read));
        Assert.Equal(new IpvsTimeouts(900, 120, 300), read);
        Assert.False(IpvsReply.TryReadTimeouts(Bytes("0c010000" + "06000400" + "84030000"), out _));
    }

    [Fact]
    public void What_the_kernel_says_of_itself_has_a_version()
    {
        Assert.True(IpvsReply.TryReadInfo(Bytes("0f010000" + "08000100" + "01020100" + "08000200" + "00100000"), out uint version, out uint size));
        Assert.Equal((0x010201u, 4096u), (version, size));
        Assert.False(IpvsReply.TryReadInfo(Bytes("0f010000" + "08000200" + "00100000"), out _, out _));
    }

    [Fact]
    public void Zero_names_one_service_or_none()
    {
        Assert.Equal("14000000" + "1c000500" + "07000000" + "00000000" + "10010000", Written(Zero(null)));
        Assert.Equal("38000000" + "1c000500" + "07000000" + "00000000" + "10010000" + "24000180" + Web, Written(Zero(ServiceKey.At(Transport.Tcp, new IpEndpoint(IpAddress.Parse("192.0.2.80"), 80)))));
        Assert.EndsWith("10010000" + "14000180" + "06000100" + "0a000000" + "08000500" + "07000000", Written(Zero(ServiceKey.Mark(7, IpFamily.V6))));

        static Ask Zero(ServiceKey? service) => (ref NetlinkWriter writer, ushort family, uint sequence) => IpvsRequest.Zero(ref writer, family, sequence, service);
    }

    [Fact]
    public void Flush_has_no_attribute() => Assert.Equal("14000000" + "1c000500" + "07000000" + "00000000" + "11010000", Written(IpvsRequest.Flush));

    [Fact]
    public void Info_is_asked_and_read()
    {
        Assert.Equal("14000000" + "1c000500" + "07000000" + "00000000" + "0f010000", Written(IpvsRequest.AskInfo));
        Assert.True(IpvsReply.TryReadInfo(Bytes("0e010000" + "08000100" + "01020100" + "08000200" + "00100000"), out uint version, out uint size));
        Assert.Equal((0x010201u, 4096u), (version, size));
    }

    [Fact]
    public void Sync_daemon_has_all_its_attributes_and_its_port_alone_in_host_order()
    {
        SyncDaemonSpec daemon = new(SyncRole.Master, "eth1", 200);
        const string First = "09010000" + "40000380" + "08000100" + "01000000" + "09000200" + "65746831" + "00000000" + "08000300" + "c8000000"
            + "06000400" + "78050000" + "06000700" + "90220000" + "05000800" + "09000000", Group4 = "08000500" + "e0000051";
        Assert.EndsWith(First + Group4, Written(Start(daemon, new(1400, IpAddress.Parse("224.0.0.81"), 8848, 9))));
        Assert.EndsWith(
            "14000600" + "ff020000000000000000000000000081",
            Written(Start(daemon, new(1400, IpAddress.Parse("ff02::81"), 8848, 9))));
        // What is not given is not sent, so that the kernel's own values hold.
        Assert.EndsWith("09010000" + "20000380" + "08000100" + "02000000" + "09000200" + "65746831" + "00000000" + "08000300" + "c8000000", Written(Start(daemon with { Role = SyncRole.Backup }, default)));

        Assert.True(IpvsReply.TryReadDaemon(Bytes(First + Group4), out SyncDaemonSpec read, out SyncTransport transport, out string reason), reason);
        Assert.Equal((daemon, new SyncTransport(1400, IpAddress.Parse("224.0.0.81"), 8848, 9)), (read, transport));

        static Ask Start(SyncDaemonSpec daemon, SyncTransport transport) =>
            (ref NetlinkWriter writer, ushort family, uint sequence) => IpvsRequest.StartDaemon(ref writer, family, sequence, daemon, transport);
    }

    [Fact]
    public void Sync_daemon_is_stopped_by_its_role_and_asked_for_by_a_dump()
    {
        Assert.EndsWith("0a010000" + "0c000380" + "08000100" + "02000000", Written((ref NetlinkWriter writer, ushort family, uint sequence) => IpvsRequest.StopDaemon(ref writer, family, sequence, SyncRole.Backup)));
        Assert.Equal("14000000" + "1c000103" + "07000000" + "00000000" + "0b010000", Written(IpvsRequest.DumpDaemons));
    }

    private static string Written(Ask ask)
    {
        NetlinkWriter writer = new(new byte[IpvsRequest.MaxLength]);
        ask(ref writer, 28, 7);
        return Convert.ToHexString(writer.Written).ToLowerInvariant();
    }

    private static byte[] Bytes(string text) => Convert.FromHexString(text);
}
