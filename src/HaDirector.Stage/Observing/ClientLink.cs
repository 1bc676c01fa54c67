using HaDirector.Drills;
using HaDirector.Linux;
using HaDirector.Linux.Capture;
using HaDirector.Linux.Route;
using HaDirector.Model;

namespace HaDirector.Stage;

/// <summary>
/// Watches the client's link: which director each probe is sent to, who advertises, who speaks ARP for the virtual address. Adverts and
/// ARP also go to a pcap file.
/// </summary>
internal sealed class ClientLink : IDisposable
{
    /// <summary>Longest beginning of a frame that tells all we want to know.</summary>
    private const int SnapLength = 128;

    /// <summary>Most frames of the pcap file, and most events of an act.</summary>
    private const int FramesMax = 200_000, EventsMax = 20_000;

    // A locally administered address of our own: answers come to it, and nobody's ARP table learns anything (RFC 5227 section 2.1.1).
    private static readonly MacAddress Asker = new(0x0268_6164_7201);
    private static readonly IpAddress Nobody = IpAddress.Parse("0.0.0.0");
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromMilliseconds(120);
    private const int Questions = 3;

    private readonly DrillSubject _subject;
    private readonly UdpProbe _probe;
    private readonly LibPcapLiveDevice _device;
    private readonly IFrameSender _sender;
    private readonly CaptureFileWriterDevice _file;
    private readonly Dictionary<MacAddress, Seat> _seats = [];
    private readonly Lock _gate = new();
    private List<(Instant At, LinkFrame Frame)> _frames = [];
    private long _wallMinusMonotonic;
    private int _written;

    /// <summary>Opens the capture and learns the directors' link addresses by asking for their own addresses.</summary>
    public ClientLink(LabNames lab, DrillSubject subject, UdpProbe probe, string pcapFile)
    {
        (_subject, _probe) = (subject, probe);
        (_device, _sender) = InNamespace.Run(lab.Client, () => Open(subject));
        _file = new CaptureFileWriterDevice(pcapFile, _device.LinkType, SnapLength);
        _device.OnPacketArrival += (_, packet) => Arrived(packet);
        BeginLog();
        _device.StartCapture();
        Learn(subject.Master, Seat.Master);
        Learn(subject.Backup, Seat.Backup);
    }

    /// <summary>The director with a link address.</summary>
    public Seat SeatOf(MacAddress address) => _seats.GetValueOrDefault(address, Seat.Stranger);

    /// <summary>Begins another log of events.</summary>
    public void BeginLog()
    {
        lock (_gate) _frames = [];
        _wallMinusMonotonic = WallMinusMonotonic();
    }

    /// <summary>Asks everybody for the virtual address: who answers.</summary>
    public Seat WhoAnswers() => Ask(_subject.VirtualAddress).Aggregate(Seat.None, (seats, address) => seats | SeatOf(address));

    /// <summary>What the directors said so far in this log.</summary>
    public List<LinkEvent> Events(Instant zero)
    {
        lock (_gate)
        {
            return [.. _frames.Where(f => !IsOurQuestion(f.Frame)).Select(f => (f.At, f.Frame, Kind: KindOf(f.Frame))).Where(f => f.Kind is not null)
                .OrderBy(f => f.At).Select(f => new LinkEvent(f.At - zero, SeatOf(f.Frame.Source), f.Kind!.Value))];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _device.Dispose();
        _sender.Dispose();
        _file.Dispose();
    }

    // The tightest of some readings: between two of them the thread may have waited for the processor.
    private static long WallMinusMonotonic()
    {
        (long best, long difference) = (long.MaxValue, 0);
        for (int i = 0; i < 8; i++)
        {
            long before = Clock.Now.Nanoseconds;
            long wall = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;
            long took = Clock.Now.Nanoseconds - before;
            if (took < best) (best, difference) = (took, wall - before - (took / 2));
        }
        return difference;
    }

    private static (LibPcapLiveDevice Device, IFrameSender Sender) Open(DrillSubject subject)
    {
        using var links = new LinkControl();
        int index = links.IndexOf(LabNames.Front) ?? throw new DrillException($"no interface {LabNames.Front}");
        var device = new LibPcapLiveDevice(LabNames.Front);
        device.Open(new DeviceConfiguration { Snaplen = SnapLength, Promiscuous = true });
        device.Filter = $"arp or ip proto 112 or (udp dst port {subject.Udp.Port} and dst host {subject.VirtualAddress})";
        return (device, new PacketSocketFrameSender(index));
    }

    private void Learn(DirectorSeat director, Seat seat)
    {
        MacAddress[] found = Ask(director.Address);
        if (found.Length != 1) throw new DrillException($"{found.Length} hosts answer for {director.Address}, the address of {director.Name}");
        _seats[found[0]] = seat;
    }

    private MacAddress[] Ask(IpAddress wanted)
    {
        Span<byte> question = stackalloc byte[ArpQuestion.ByteCount];
        ArpQuestion.Write(question, Asker, Nobody, wanted);
        Instant asked = Clock.Now;
        for (int i = 0; i < Questions; i++)
        {
            _sender.Send(question);
            Sleep.Until(Clock.Now + AnswerPatience);
        }
        lock (_gate)
        {
            return [.. _frames.Where(f => f.At >= asked - TimeSpan.FromMilliseconds(5) && f.Frame.Kind == LinkFrameKind.ArpReply
                && f.Frame.Sender == wanted && f.Frame.Destination == Asker).Select(f => f.Frame.Source).Distinct()];
        }
    }

    // On the capture's thread.
    private void Arrived(PacketCapture packet)
    {
        if (!LinkFrame.TryRead(packet.Data, _subject.VirtualRouterId, out LinkFrame frame)) return;
        if (frame.Kind == LinkFrameKind.Probe)
        {
            _probe.Log.Seen(frame.Number, frame.Destination);
            return;
        }
        if (_written < FramesMax) _file.Write(packet);
        _written++;
        lock (_gate)
        {
            if (_frames.Count < EventsMax) _frames.Add((new Instant(packet.TimestampNanoseconds - _wallMinusMonotonic), frame));
        }
    }

    private static bool IsOurQuestion(LinkFrame frame) => frame.Source == Asker;

    private LinkEventKind? KindOf(LinkFrame frame) => frame.Kind switch
    {
        LinkFrameKind.Advert => frame.Number == 0 ? LinkEventKind.Resignation : LinkEventKind.Advert,
        _ when frame.Sender != _subject.VirtualAddress => null,
        _ when frame.IsGratuitousArp => LinkEventKind.GratuitousArp,
        LinkFrameKind.ArpReply => LinkEventKind.ArpAnswer,
        _ => null,
    };
}
