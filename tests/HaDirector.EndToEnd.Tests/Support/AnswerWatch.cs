using System.Buffers.Binary;
using HaDirector.Linux.Capture;
using HaDirector.Linux.Route;
using HaDirector.Model;
using HaDirector.Netlink.Route;

namespace HaDirector.EndToEnd.Tests.Support;

/// <summary>One answer for the virtual address.</summary>
/// <param name="At">Wall clock, nanoseconds.</param>
/// <param name="Host">Ethernet address of who answered, as twelve hexadecimal digits.</param>
public readonly record struct Answer(long At, string Host);

/// <summary>
/// Asks everybody on a switch for an address every 5 ms, by ARP or neighbour solicitation, and notes who answers: who answers holds it. The frames are
/// made by hand, so that no cache of the asking host stands between.
/// </summary>
public sealed class AnswerWatch : IDisposable
{
    private const string Switch = "br0";
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(5);

    // A locally administered address: answers come to it, and nobody else's table learns anything.
    private static readonly byte[] Asker = [0x02, 0x68, 0x61, 0x64, 0x72, 0x02];

    private readonly IpAddress _wanted;
    private readonly LibPcapLiveDevice _device;
    private readonly PacketSocketFrameSender _sender;
    private readonly List<Answer> _answers = [];
    private readonly Thread _thread;
    private volatile bool _ends;

    /// <summary>Begins to ask.</summary>
    public AnswerWatch(string host, string wanted)
    {
        _wanted = IpAddress.Parse(wanted);
        (_device, _sender) = PairOfHosts.Inside(host, () =>
        {
            using RouteSocket route = new();
            Assert.True(route.TryFindLink(Switch, out LinkRecord link));
            LibPcapLiveDevice device = new(Switch);
            device.Open(new DeviceConfiguration { Promiscuous = true });
            device.Filter = _wanted.IsV4 ? "arp" : "icmp6 and ip6[40] == 136";
            return (device, new PacketSocketFrameSender(link.Index));
        });
        _device.OnPacketArrival += (_, packet) => Take(packet.Data, packet.TimestampNanoseconds);
        _device.StartCapture();
        _thread = new Thread(Ask) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>All answers so far, in the order they came.</summary>
    public IReadOnlyList<Answer> Answers
    {
        get
        {
            lock (_answers) return [.. _answers];
        }
    }

    /// <summary>The last who answered; empty while nobody did.</summary>
    public string Holder => Answers is [.., var last] ? last.Host : "";

    /// <summary>Who answered, one after the other: the same in a row count once.</summary>
    public IReadOnlyList<string> Holders
    {
        get
        {
            List<string> holders = [];
            foreach (Answer answer in Answers)
            {
                if (holders.Count == 0 || holders[^1] != answer.Host) holders.Add(answer.Host);
            }

            return holders;
        }
    }

    /// <summary>Forgets all answers so far.</summary>
    public void Forget()
    {
        lock (_answers) _answers.Clear();
    }

    public void Dispose()
    {
        _ends = true;
        _thread.Join();
        _device.Dispose();
        _sender.Dispose();
    }

    private void Ask()
    {
        byte[] question = _wanted.IsV4 ? ArpQuestion() : Solicitation();
        while (!_ends)
        {
            _sender.Send(question);
            Thread.Sleep(Every);
        }
    }

    private void Take(ReadOnlySpan<byte> frame, long at)
    {
        bool answers = _wanted.IsV4
            ? frame.Length >= 42 && frame[21] == 2 && IpAddress.TryRead(frame.Slice(28, 4), out IpAddress four) && four == _wanted
            : frame.Length >= 78 && IpAddress.TryRead(frame.Slice(62, 16), out IpAddress six) && six == _wanted;
        if (!answers || !frame[..6].SequenceEqual(Asker)) return; // announcements are no answers
        lock (_answers) _answers.Add(new Answer(at, Convert.ToHexStringLower(frame.Slice(6, 6))));
    }

    private byte[] ArpQuestion()
    {
        byte[] frame = new byte[42];
        frame.AsSpan(0, 6).Fill(0xFF);
        Asker.CopyTo(frame, 6);
        BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(12), 0x0806_0001_0800_0604);
        frame[21] = 1;
        Asker.CopyTo(frame, 22);
        _wanted.Write(frame.AsSpan(38));
        return frame;
    }

    // RFC 4861 section 4.3, to the solicited-node group, with our Ethernet address.
    private byte[] Solicitation()
    {
        byte[] target = new byte[16];
        _wanted.Write(target);
        byte[] frame = new byte[86];
        ((byte[])[0x33, 0x33, 0xFF, .. target.AsSpan(13)]).CopyTo(frame, 0);
        Asker.CopyTo(frame, 6);
        ((byte[])[0x86, 0xDD, 0x60, 0, 0, 0, 0, 32, 58, 255]).CopyTo(frame, 12);
        IpAddress.Parse("fe80::68:6164:7202").Write(frame.AsSpan(22));
        ((byte[])[0xFF, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xFF, .. target.AsSpan(13)]).CopyTo(frame, 38);
        frame[54] = 135;
        target.CopyTo(frame, 62);
        (frame[78], frame[79]) = (1, 1);
        Asker.CopyTo(frame, 80);
        uint sum = 32 + 58; // the pseudo-header's length and next header
        for (int i = 22; i < frame.Length; i += 2) sum += BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(i));
        while (sum > 0xFFFF) sum = (sum & 0xFFFF) + (sum >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(56), (ushort)~sum);
        return frame;
    }
}
