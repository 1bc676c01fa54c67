using HaDirector.Linux.Capture;
using HaDirector.Linux.Tests.Network;

namespace HaDirector.Linux.Tests.VrrpProcess;

public sealed class SteadyStateTests
{
    [NamespaceFact]
    public void Ten_millisecond_adverts_neither_allocate_nor_collect_nor_drift()
    {
        using Lan lan = new("a", "b");
        using Host a = new(lan, "a", Host.Router(150, centiseconds: 1));
        a.WaitForState("Master");
        using Host b = new(lan, "b", Host.Router(100, centiseconds: 1));
        b.WaitForState("Backup");
        List<long> stamps = [];
        using LibPcapLiveDevice tap = lan.Inside("net", () => ElectionTests.Open("a-0", "ip proto 112"));
        tap.OnPacketArrival += (_, packet) => stamps.Add(packet.TimestampNanoseconds);
        tap.StartCapture();

        Wait.Until(() => stamps.Count > 1000, () => $"{stamps.Count} adverts");
        tap.StopCapture();

        foreach (Host host in (Host[])[a, b])
        {
            Assert.Equal(0, host.Number("Pulse", "allocated"));
            Assert.Equal(0, host.Number("Pulse", "collections"));
            Assert.Equal(0, host.Number("Pulse", "drops"));
        }

        // An absolute schedule: however late single adverts are, so many take so long. Only who is late by a whole interval leaves one out.
        double mean = (stamps[^1] - stamps[0]) / 1e6 / (stamps.Count - 1);
        Assert.InRange(mean, 9.9, 11.0);
    }

    [NamespaceFact]
    public void Garbage_is_counted_and_harms_nothing()
    {
        using Lan lan = new("a", "client");
        using Host a = new(lan, "a", Host.Router(150));
        a.WaitForState("Master");

        const int packets = 2000;
        lan.Inside("client", () => SendGarbage(packets));

        Wait.Until(() => Dropped(a) >= packets, () => $"{Dropped(a)} of {packets} counted");
        a.WaitForState("Master");
        Assert.Equal(0, a.Number("Pulse", "allocated"));
        Assert.True(lan.Holds("a", "192.0.2.80"));
        // Once per reason and window, however many there were.
        Assert.InRange(a.Heard.Count(line => line.StartsWith("Log PacketDropped", StringComparison.Ordinal)), 1, 11);
    }

    private static long Dropped(Host host) => host.Heard
        .Where(line => line.StartsWith("Dropped ", StringComparison.Ordinal))
        .Select(line => line.Split(' '))
        .GroupBy(words => words[1], (_, lines) => long.Parse(lines.Last()[2]))
        .Sum();

    private static int SendGarbage(int packets)
    {
        Random random = new(51);
        int index = (int)Linux.Interop.Libc.InterfaceNameToIndex("eth0");
        using Linux.Vrrp.VrrpSocket sender = Linux.Vrrp.VrrpSocket.Open("eth0", index, Model.IpFamily.V4);
        byte[] bytes = new byte[1200];
        for (int i = 0; i < packets; i++)
        {
            Span<byte> packet = bytes.AsSpan(0, random.Next(bytes.Length));
            random.NextBytes(packet);
            if (packet.Length > 1 && i % 2 == 0) (packet[0], packet[1]) = (0x31, 51); // as far as it goes, an advert for us
            sender.Send(packet, Model.IpAddress.Parse("192.0.2.12"), Linux.Vrrp.VrrpSocket.GroupV4);
            if (i % 50 == 0) Thread.Sleep(1); // the receive buffer is finite
        }

        return packets;
    }
}
