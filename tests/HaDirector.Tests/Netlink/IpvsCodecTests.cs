using HaDirector.Ipvs;
using HaDirector.Model;
using HaDirector.Netlink;
using HaDirector.Netlink.Ipvs;

namespace HaDirector.Tests.Netlink;

public sealed class IpvsCodecTests
{
    private static readonly ServiceKey Web = Key("tcp://192.0.2.80:80");

    [Fact]
    public void Service_of_ipv4_has_its_port_and_mask_in_network_order()
    {
        string bytes = Written(new IpvsChange.AddService(Web, new ServiceSpec("rr", ServiceFlags.Persistent, 300, 24)));
        Assert.Equal(
            "01010000" // NEW_SERVICE, version 1
            + "4800" + "0180" // nest SERVICE
            + "06000100" + "02000000" + "06000200" + "06000000" + "08000300" + "c0000250" + "06000400" + "00500000"
            + "07000600" + "72720000" + "0c000700" + "01000000" + "ffffffff" + "08000800" + "2c010000" + "08000900" + "ffffff00", bytes);
    }

    [Fact]
    public void Service_of_ipv6_has_a_prefix_length_in_host_order_in_the_same_place()
    {
        string bytes = Written(new IpvsChange.AddService(Key("mark6:7"), new ServiceSpec("rr", ServiceFlags.Persistent, 1, 64)));
        Assert.Contains("06000100" + "0a000000" + "08000500" + "07000000", bytes);
        Assert.EndsWith("08000900" + "40000000", bytes);
    }

    [Fact]
    public void Server_is_written_whole_also_when_only_its_weight_changes()
    {
        string bytes = Written(new IpvsChange.EditDestination(Web, At("198.51.100.21:8080"), new DestinationSpec(Forwarding.Tunnel, 5, 100, 50) { Tunnel = new(TunnelType.Gue, 6080, TunnelChecksum.Remote) }));
        Assert.StartsWith("06010000", bytes);
        Assert.EndsWith(
            "54000280" + "08000100" + "c6336415" + "06000200" + "1f900000" + "06000b00" + "02000000" + "08000300" + "02000000"
            + "08000400" + "05000000" + "08000500" + "64000000" + "08000600" + "32000000" + "05000d00" + "01000000" + "06000e00" + "17c00000" + "06000f00" + "02000000", bytes);
    }

    [Fact]
    public void Answer_of_a_real_kernel_is_read()
    {
        // NEW_DEST of Linux 6.1: IPv4 in 16 bytes, an empty padding attribute before 64-bit values.
        const string Traffic64 = "80000c00" + "0c000100" + "0900000000000000" + "04000b00" + "0c000200" + "0200000000000000" + "0c000300" + "0300000000000000"
            + "0c000400" + "0400000000000000" + "0c000500" + "0500000000000000" + "0c000600" + "0600000000000000" + "0c000700" + "0700000000000000"
            + "0c000800" + "0800000000000000" + "0c000900" + "0900000000000000" + "0c000a00" + "0a00000000000000";
        const string Inside = "14000100" + "0a010008000000000000000000000000" + "06000200" + "00500000" + "08000300" + "02000000" + "08000400" + "ffffff7f"
            + "05000d00" + "01000000" + "06000e00" + "17c00000" + "06000f00" + "01000000" + "08000500" + "64000000" + "08000600" + "32000000"
            + "08000700" + "0b000000" + "08000800" + "0c000000" + "08000900" + "0d000000" + "06000b00" + "02000000" + "08000a00" + "04000b00";
        byte[] inside = Convert.FromHexString(Inside + Traffic64);
        byte[] body = [.. Convert.FromHexString("05010000"), (byte)(inside.Length + 4), (byte)((inside.Length + 4) >> 8), 2, 0, .. inside];

        Assert.True(IpvsReply.TryReadDestination(body, IpFamily.V4, out DestinationStatus server, out string reason), reason);
        Assert.Equal(
            new DestinationStatus(
                At("10.1.0.8:80"), new DestinationSpec(Forwarding.Tunnel, int.MaxValue, 100, 50) { Tunnel = new(TunnelType.Gue, 6080, TunnelChecksum.Full) }, 11, 12, 13, new Traffic(9, 2, 3, 4, 5, 6, 7, 8, 9, 10)),
            server);
    }

    [Fact]
    public void Every_service_and_server_reads_back_as_it_was_written()
    {
        // A request and the kernel's answer have the same attributes, but for the length of addresses.
        Random random = new(5);
        for (int round = 0; round < 5000; round++)
        {
            IpvsTable table = Ipvs.RandomTables.Table(random);
            foreach ((ServiceKey key, VirtualService wanted) in table.Services)
            {
                byte[] body = Body(new IpvsChange.AddService(key, wanted.Spec));
                Assert.True(IpvsReply.TryReadService(body, out ServiceStatus service, out string reason), reason);
                Assert.Equal((key, wanted.Spec.Normal(key.Family)), (service.Key, service.Spec));
                foreach ((IpEndpoint address, DestinationSpec spec) in wanted.Destinations)
                {
                    // The service comes first in a request; the reader looks for the nest it wants.
                    Assert.True(IpvsReply.TryReadDestination(Body(new IpvsChange.AddDestination(key, address, spec)), key.Family, out DestinationStatus server, out reason), reason);
                    Assert.Equal((address, spec), (server.Address, server.Spec));
                }
            }
        }
    }

    [Fact]
    public void Daemon_reads_back_with_its_whole_id_also_of_a_stranger_above_255()
    {
        Span<byte> buffer = stackalloc byte[128];
        NetlinkWriter writer = new(buffer);
        SyncDaemonSpec daemon = new(SyncRole.Backup, "eth1", 200);
        IpvsRequest.StartDaemon(ref writer, 28, 1, daemon);
        Assert.True(IpvsReply.TryReadDaemon(writer.Written[16..], out SyncDaemonSpec read, out string reason), reason);
        Assert.Equal(daemon, read);
        buffer[writer.Length - 3] = 1; // id 456
        Assert.True(IpvsReply.TryReadDaemon(writer.Written[16..], out read, out _));
        Assert.Equal(456u, read.SyncId);
    }

    [Fact]
    public void No_change_is_longer_than_the_room_a_batch_leaves_for_it()
    {
        ServiceSpec spec = new(new string('é', 5000), ServiceFlags.Persistent, 1, 64);
        byte[] body = Body(new IpvsChange.AddService(Key("tcp://[2001:db8::1]:80"), spec));
        Assert.True(body.Length + 16 < IpvsRequest.MaxLength - 200);
        body = Body(new IpvsChange.AddDestination(Key("tcp://[2001:db8::1]:80"), At("[2001:db8::1]:80"), new DestinationSpec(Forwarding.Tunnel, 1)));
        Assert.True(body.Length + 16 <= IpvsRequest.MaxLength);
    }

    [Fact]
    public void Damaged_answers_are_refused_with_a_reason_and_never_throw()
    {
        Random random = new(9);
        byte[][] good =
        [
            Body(new IpvsChange.AddService(Web, new ServiceSpec("rr", ServiceFlags.None, 0, 32))),
            Body(new IpvsChange.AddService(Key("mark6:1"), new ServiceSpec("rr", ServiceFlags.None, 0, 32))),
            Body(new IpvsChange.AddDestination(Web, At("198.51.100.21:80"), new DestinationSpec(Forwarding.Nat, 1))),
        ];
        int refused = 0;
        for (int round = 0; round < 200_000; round++)
        {
            byte[] body = (byte[])good[round % good.Length].Clone();
            for (int i = random.Next(1, 4); i > 0; i--) body[random.Next(body.Length)] = (byte)random.Next(256);
            ReadOnlySpan<byte> cut = body.AsSpan(0, random.Next(2) == 0 ? body.Length : random.Next(body.Length));
            if (!IpvsReply.TryReadService(cut, out _, out string reason)) Refused(reason);
            if (!IpvsReply.TryReadDestination(cut, IpFamily.V6, out _, out reason)) Refused(reason);
            if (!IpvsReply.TryReadDaemon(cut, out _, out reason)) Refused(reason);
            IpvsReply.TryReadInfo(cut, out _, out _);
            GenericNetlink.TryReadFamily(cut, out _);
        }

        Assert.True(refused > 200_000, $"{refused} refused");

        void Refused(string reason)
        {
            Assert.NotEmpty(reason);
            refused++;
        }
    }

    [Theory]
    [InlineData(0u, 0)]
    [InlineData(0x80000000u, 1)]
    [InlineData(0xFFFFFF00u, 24)]
    [InlineData(0xFFFFFFFFu, 32)]
    public void Masks_and_prefix_lengths_are_the_same_thing(uint mask, int length)
    {
        Assert.Equal(mask, Ipv4Mask.FromLength(length));
        Assert.Equal(length, Ipv4Mask.Length(mask));
    }

    private static byte[] Body(IpvsChange change)
    {
        NetlinkWriter writer = new(new byte[2048]);
        IpvsRequest.Change(ref writer, 28, 1, MessageFlags.None, change);
        return writer.Written[NetlinkWriter.HeaderLength..].ToArray();
    }

    private static string Written(IpvsChange change) => Convert.ToHexString(Body(change)).ToLowerInvariant();

    private static ServiceKey Key(string text) => ServiceKey.TryParse(text, out ServiceKey key) ? key : throw new FormatException(text);

    private static IpEndpoint At(string text) => IpEndpoint.TryParse(text, out IpEndpoint endpoint) ? endpoint : throw new FormatException(text);
}
