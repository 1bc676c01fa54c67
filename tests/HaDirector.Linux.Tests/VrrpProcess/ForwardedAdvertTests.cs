using System.Buffers.Binary;
using HaDirector.Linux.Capture;
using HaDirector.Linux.Tests.Network;
using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Wire;

namespace HaDirector.Linux.Tests.VrrpProcess;

/// <summary>Adverts of a greater priority that come over the wire with a TTL or hop limit that a router has lowered. The names are those of docs/standards.</summary>
public sealed class ForwardedAdvertTests
{
    private const string Plan = "web eth0 51 150 10 preempt 192.0.2.80/24\nsix eth0 51 150 10 preempt fe80::50/64 2001:db8::80/64\n";

    [NamespaceFact]
    public void RX_01_a_ttl_other_than_255_is_dropped_and_counted_and_moves_nothing() => OnlyTheUnforwardedIsHeard("web", "192.0.2.80/24", "192.0.2.99", hopsAt: 22);

    [NamespaceFact]
    public void RX_02_a_hop_limit_other_than_255_is_dropped_and_counted_and_moves_nothing() => OnlyTheUnforwardedIsHeard("six", "fe80::50/64 2001:db8::80/64", "fe80::99", hopsAt: 21);

    private static void OnlyTheUnforwardedIsHeard(string router, string addresses, string source, int hopsAt)
    {
        using Lan lan = new("a", "client");
        using Host a = new(lan, "a", Plan);
        Wait.Until(() => Status(a, router).StartsWith($"Status {router} Master ", StringComparison.Ordinal), () => string.Join('\n', a.Heard));
        using PcapFrameSender sender = lan.Inside("client", () => new PcapFrameSender("eth0"));
        byte[] frame = Advert(router, addresses, IpAddress.Parse(source));
        foreach (byte hops in (byte[])[254, 1, 0])
        {
            frame[hopsAt] = hops;
            Sign(frame);
            Assert.True(sender.Send(frame));
        }

        a.WaitFor($"Dropped {(int)DropReason.TimeToLive} 3");
        Wait.Until(() => a.Number($"Status {router} ", "sent") is var sent && sent > 20, () => Status(a, router)); // it goes on
        Assert.StartsWith($"Status {router} Master ", Status(a, router), StringComparison.Ordinal);
        Assert.Equal((0, 1), (a.Number($"Status {router} ", "received"), a.Number($"Status {router} ", "became")));

        // The same frame as it left its sender is believed.
        frame[hopsAt] = 255;
        Sign(frame);
        Assert.True(sender.Send(frame));
        a.WaitFor($"Log StateChanged {router} Backup {(int)TransitionReason.Outranked} ");
    }

    private static string Status(Host host, string router) => host.Heard.LastOrDefault(line => line.StartsWith($"Status {router} ", StringComparison.Ordinal)) ?? "";

    // Ethernet, IP and an advert of priority 200.
    private static byte[] Advert(string name, string addresses, IpAddress source)
    {
        VirtualRouterSpec spec = new(name, "eth0", 51, 200, new Centiseconds(10), Preempt: true, ChecksumForm.Rfc5798,
            [.. addresses.Split(' ').Select(text => IpPrefix.TryParse(text, out IpPrefix prefix) ? prefix : throw new FormatException(text))]);
        byte[] message = new byte[VrrpPacket.MessageMax];
        IpAddress group = VrrpPacket.MulticastGroup(source.Family);
        int length = new VrrpInstance(spec).WriteAdvert(message, 200, source, group, TimeSpan.Zero);
        string ethernet = source.IsV4 ? "01005e000012" + "020000000099" + "0800" : "333300000012" + "020000000099" + "86dd";
        string ip = source.IsV4
            ? $"4500{20 + length:x4}00000000" + "ff700000"
            : $"60000000{length:x4}" + "70ff";
        return [.. Convert.FromHexString(ethernet + ip), .. Bytes(source), .. Bytes(group), .. message[..length]];
    }

    private static byte[] Bytes(IpAddress address) => System.Net.IPAddress.Parse(address.ToString()).GetAddressBytes();

    // The checksum of an IPv4 header; that of IPv6 has none.
    private static void Sign(byte[] frame)
    {
        if (frame[12] != 0x08) return;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(24), 0);
        uint sum = 0;
        for (int i = 14; i < 34; i += 2) sum += BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(i));
        sum = (sum & 0xFFFF) + (sum >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(24), (ushort)~((sum & 0xFFFF) + (sum >> 16)));
    }
}
