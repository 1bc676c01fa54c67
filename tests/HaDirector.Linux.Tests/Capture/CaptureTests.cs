using HaDirector.Linux.Capture;
using HaDirector.Linux.Tests.Network;

namespace HaDirector.Linux.Tests.Capture;

public sealed class CaptureTests
{
    [NamespaceFact]
    public void What_one_device_injects_another_captures_filters_and_writes_to_a_file()
    {
        using Lan lan = new("a", "b");
        string path = Path.GetTempFileName();
        try
        {
            List<string> captured = [];
            using LibPcapLiveDevice tap = lan.Inside("b", () => Open("eth0", "ether proto 0x88b5"));
            using CaptureFileWriterDevice file = new(path, tap.LinkType);
            tap.OnPacketArrival += (_, packet) =>
            {
                captured.Add(Convert.ToHexStringLower(packet.Data));
                file.Write(packet);
            };
            tap.StartCapture();

            byte[] wanted = Frame(0xb5), unwanted = Frame(0xb6);
            foreach (Func<IFrameSender> open in (Func<IFrameSender>[])[() => new PcapFrameSender("eth0"), () => new PacketSocketFrameSender(Index("eth0"))])
            {
                using IFrameSender sender = lan.Inside("a", open);
                Assert.True(sender.Send(unwanted));
                Assert.True(sender.Send(wanted));
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int i = 0; i < 100; i++) sender.Send(wanted);
                Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            Wait.Until(() => captured.Count == 202, () => $"{captured.Count} frames");
            tap.StopCapture();
            file.Flush();
            Assert.All(captured, frame => Assert.Equal(Convert.ToHexStringLower(wanted), frame));
            Assert.Equal(0, tap.DroppedPackets);
            byte[] written = File.ReadAllBytes(path);
            Assert.Equal(24 + (202 * (16 + 60)), written.Length);
            Assert.Equal("4d3cb2a1", Convert.ToHexStringLower(written.AsSpan(0, 4)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [NamespaceFact]
    public void Opening_says_what_is_wrong()
    {
        using LibPcapLiveDevice missing = new("no-such-if");
        Assert.Contains("no-such-if", Assert.Throws<PcapException>(() => missing.Open(new DeviceConfiguration())).Message, StringComparison.Ordinal);
        using LibPcapLiveDevice loopback = new("lo");
        loopback.Open(new DeviceConfiguration());
        Assert.Contains("nonsense", Assert.Throws<PcapException>(() => loopback.Filter = "nonsense here").Message, StringComparison.Ordinal);
    }

    private static byte[] Frame(byte type)
    {
        byte[] frame = new byte[60];
        frame.AsSpan(0, 6).Fill(0xff);
        frame[6] = 2;
        (frame[12], frame[13]) = (0x88, type);
        return frame;
    }

    private static int Index(string name) => (int)Interop.Libc.InterfaceNameToIndex(name);

    private static LibPcapLiveDevice Open(string name, string filter)
    {
        LibPcapLiveDevice device = new(name);
        device.Open(new DeviceConfiguration());
        device.Filter = filter;
        return device;
    }
}
