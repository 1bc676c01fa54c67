using System.Buffers.Binary;
using System.Text;
using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Tracking;

namespace HaDirector.Link;

/// <summary>What the two processes say to each other over their sequenced-packet socket. One message, one packet.</summary>
public enum LinkMessageKind : byte
{
    /// <summary>Director: a plan of <see cref="LinkMessage.Count"/> bytes follows, under <see cref="LinkMessage.Epoch"/>.</summary>
    PlanBegin = 1,

    /// <summary>Director: the next <see cref="LinkMessage.Part"/> of the plan.</summary>
    PlanPart = 2,

    /// <summary>Director: the plan is whole; apply it.</summary>
    PlanCommit = 4,

    /// <summary>Director: I am alive (once a second).</summary>
    Alive = 5,

    /// <summary>Director: what it saw of the tracked object at <see cref="LinkMessage.Index"/> of the plan (<see cref="LinkMessage.Track"/>).</summary>
    TrackValue = 6,

    /// <summary>VRRP process: the plan of this epoch is in force.</summary>
    PlanApplied = 32,

    /// <summary>VRRP process: state of one router; sent at each change, and for every router with each tenth pulse.</summary>
    RouterStatus = 33,

    /// <summary>VRRP process: the real-time loop is turning; carries its own measurements.</summary>
    Pulse = 34,

    /// <summary>VRRP process: something worth a log line happened.</summary>
    Log = 35,

    /// <summary>VRRP process: load the configuration again (SIGHUP).</summary>
    Reload = 36,

    /// <summary>VRRP process: it begins to end in good order, which takes a moment without pulses; <see cref="Stop"/> follows.</summary>
    Stopping = 43,

    /// <summary>VRRP process: the addresses are down; clean up by policy and end (SIGTERM).</summary>
    Stop = 37,

    /// <summary>VRRP process: how often packets were dropped for one reason since start (Code = DropReason, Value = count).</summary>
    Dropped = 38,

    /// <summary>VRRP process: what counts for the tracked object at <see cref="LinkMessage.Index"/> of the plan (<see cref="LinkMessage.Track"/>).</summary>
    TrackStatus = 39,

    /// <summary>VRRP process: state of the BFD session at <see cref="LinkMessage.Index"/>; sent at each change, and with each tenth pulse.</summary>
    SessionStatus = 40,

    /// <summary>VRRP process: how often BFD packets were dropped for one reason since start (Code = BfdDropReason, first number = count).</summary>
    BfdDropped = 41,

    /// <summary>
    /// VRRP process: another director does not agree with this one (Code = Disagreement, Address = who); with each tenth pulse as long as it lasts.
    /// Without a name it is about a virtual router that is not configured here.
    /// </summary>
    Disagreement = 42,
}

/// <summary>
/// The one fixed-size message of the link. Fields a kind does not use are zero. Reading and writing never allocate;
/// <see cref="Name"/> and <see cref="Interface"/> do when they are turned into strings.
/// </summary>
public ref struct LinkMessage(Span<byte> bytes)
{
    /// <summary>Bytes of every message.</summary>
    public const int Size = 192;

    /// <summary>Longest router name, in bytes.</summary>
    public const int NameMax = VirtualRouterSpec.NameMax;

    /// <summary>Most bytes of a <see cref="Part"/>.</summary>
    public const int PartMax = 168;

    private readonly Span<byte> _bytes = bytes[..Size];

    /// <summary>Which message this is.</summary>
    public readonly LinkMessageKind Kind { get => (LinkMessageKind)_bytes[0]; set => _bytes[0] = (byte)value; }

    /// <summary>State of a router (RouterStatus, Log).</summary>
    public readonly VrrpState State { get => (VrrpState)_bytes[1]; set => _bytes[1] = (byte)value; }

    /// <summary>Virtual router id.</summary>
    public readonly byte VirtualRouterId { get => _bytes[2]; set => _bytes[2] = value; }

    /// <summary>Own priority (RouterStatus).</summary>
    public readonly byte Priority { get => _bytes[3]; set => _bytes[3] = value; }

    /// <summary>Some yes or no, by kind.</summary>
    public readonly byte Flags { get => _bytes[4]; set => _bytes[4] = value; }

    /// <summary>Prefix length of <see cref="Address"/>.</summary>
    public readonly byte PrefixLength { get => _bytes[5]; set => _bytes[5] = value; }

    /// <summary>A TransitionReason, DropReason or VrrpLogCode, by kind.</summary>
    public readonly byte Code { get => _bytes[6]; set => _bytes[6] = value; }

    /// <summary>Priority of the master last heard (RouterStatus).</summary>
    public readonly byte MasterPriority { get => _bytes[7]; set => _bytes[7] = value; }

    /// <summary>Number of the plan; grows with each.</summary>
    public readonly uint Epoch { get => Read32(8); set => Write32(8, value); }

    /// <summary>How many of something: bytes of a plan or of a part of it, routers.</summary>
    public readonly uint Count { get => Read32(12); set => Write32(12, value); }

    /// <summary>Position of the router in the plan, of a part among the parts.</summary>
    public readonly uint Index { get => Read32(16); set => Write32(16, value); }

    /// <summary>Advert interval of the master in centiseconds (RouterStatus).</summary>
    public readonly uint IntervalCentiseconds { get => Read32(20); set => Write32(20, value); }

    /// <summary>An address: the master's (RouterStatus), a packet's source (Log).</summary>
    public readonly IpAddress Address
    {
        get => _bytes[24] switch
        {
            (byte)IpFamily.V4 when IpAddress.TryRead(_bytes.Slice(32, 4), out IpAddress v4) => v4,
            (byte)IpFamily.V6 when IpAddress.TryRead(_bytes.Slice(32, 16), out IpAddress v6) => v6,
            _ => default,
        };
        set
        {
            _bytes[24] = (byte)value.Family;
            if (value.IsSet) value.Write(_bytes[32..]);
        }
    }

    /// <summary>Monotonic time of what is reported: since when in this state, time of the pulse.</summary>
    public readonly Instant At { get => new(Read64(48)); set => Write64(48, value.Nanoseconds); }

    /// <summary>Next deadline of the router (RouterStatus).</summary>
    public readonly Instant Deadline { get => new(Read64(56)); set => Write64(56, value.Nanoseconds); }

    /// <summary>First of eight numbers whose meaning is the kind's; see <see cref="PulseField"/> and <see cref="RouterField"/>.</summary>
    public readonly long this[int index] { get => Read64(64 + (index * 8)); set => Write64(64 + (index * 8), value); }

    /// <summary>Name of the router: ASCII, at most <see cref="NameMax"/> bytes.</summary>
    public readonly string Name { get => ReadText(128, 32); set => WriteText(128, 32, value); }

    /// <summary>Interface: at most 15 bytes.</summary>
    public readonly string Interface { get => ReadText(160, 16); set => WriteText(160, 16, value); }

    /// <summary>Value of a tracked object (TrackValue, TrackStatus).</summary>
    public readonly TrackValue Track
    {
        get => new((_bytes[4] & 1) != 0, (_bytes[4] & 2) != 0, (int)this[0]) { Failed = (_bytes[4] & 4) != 0 };
        set
        {
            _bytes[4] = (byte)((value.Known ? 1 : 0) | (value.Up ? 2 : 0) | (value.Failed ? 4 : 0));
            this[0] = value.Number;
        }
    }

    /// <summary>Bytes of a plan (PlanPart), <see cref="Count"/> of them; empty when that is more than there can be.</summary>
    public readonly ReadOnlySpan<byte> Part
    {
        get => Count <= PartMax ? _bytes.Slice(Size - PartMax, (int)Count) : default;
        set
        {
            Count = (uint)value.Length;
            value.CopyTo(_bytes[(Size - PartMax)..]);
        }
    }

    /// <summary>Sets every byte to zero.</summary>
    public readonly void Clear() => _bytes.Clear();

    private readonly uint Read32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes[at..]);

    private readonly void Write32(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(_bytes[at..], value);

    private readonly long Read64(int at) => BinaryPrimitives.ReadInt64LittleEndian(_bytes[at..]);

    private readonly void Write64(int at, long value) => BinaryPrimitives.WriteInt64LittleEndian(_bytes[at..], value);

    private readonly string ReadText(int at, int length)
    {
        ReadOnlySpan<byte> field = _bytes.Slice(at, length);
        int end = field.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? field : field[..end]);
    }

    private readonly void WriteText(int at, int length, string value)
    {
        Span<byte> field = _bytes.Slice(at, length);
        field.Clear();
        Encoding.ASCII.GetBytes(value.AsSpan(0, Math.Min(value.Length, length - 1)), field);
    }
}

/// <summary>What the eight numbers of a <see cref="LinkMessageKind.Pulse"/> are. All count from the start of the process.</summary>
public static class PulseField
{
    /// <summary>Turns of the loop.</summary>
    public const int Turns = 0;

    /// <summary>Largest lateness of a timer since the pulse before, in nanoseconds.</summary>
    public const int LatenessMaxNanoseconds = 1;

    /// <summary>Bytes allocated on the real-time thread since it began its steady state.</summary>
    public const int AllocatedBytes = 2;

    /// <summary>Garbage collections in the process since steady state.</summary>
    public const int Collections = 3;

    /// <summary>Link messages that could not be sent because the director did not read.</summary>
    public const int LinkDrops = 4;

    /// <summary>1 when the thread runs under SCHED_FIFO.</summary>
    public const int RealTime = 5;

    /// <summary>1 when memory is locked.</summary>
    public const int MemoryLocked = 6;

    /// <summary>A <see cref="PulseNets"/>.</summary>
    public const int Nets = 7;
}

/// <summary>What the eight numbers of a <see cref="LinkMessageKind.RouterStatus"/> are. Counts are since the start of the process.</summary>
public static class RouterField
{
    /// <summary>Adverts sent.</summary>
    public const int AdvertsSent = 0;

    /// <summary>Adverts received and accepted.</summary>
    public const int AdvertsReceived = 1;

    /// <summary>Times this router became master.</summary>
    public const int BecameMaster = 2;

    /// <summary>Priority-0 adverts sent.</summary>
    public const int PriorityZeroSent = 3;

    /// <summary>Priority-0 adverts received.</summary>
    public const int PriorityZeroReceived = 4;

    /// <summary>Adverts that could not be sent.</summary>
    public const int SendErrors = 5;

    /// <summary>1 while our virtual addresses are on the interface.</summary>
    public const int HoldsAddresses = 6;
}

/// <summary>
/// What the eight numbers of a <see cref="LinkMessageKind.SessionStatus"/> are. Name, Interface and Address are the session's and its peer's,
/// Code is the BfdDiagnostic, At since when it is in its state, Count the error number of the port it cannot be heard on. Counts are since the start of the process.
/// </summary>
public static class SessionField
{
    /// <summary>Our state in the low byte, the other end's in the next.</summary>
    public const int States = 0;

    /// <summary>Packets sent.</summary>
    public const int Sent = 1;

    /// <summary>Packets received and believed.</summary>
    public const int Received = 2;

    /// <summary>Packets that could not be sent.</summary>
    public const int SendErrors = 3;

    /// <summary>Times it came up.</summary>
    public const int CameUp = 4;

    /// <summary>Times it went down from up because nothing was heard for the detection time.</summary>
    public const int Lost = 5;

    /// <summary>Interval of our packets as negotiated, in microseconds.</summary>
    public const int TransmitMicroseconds = 6;

    /// <summary>Detection time as negotiated, in microseconds.</summary>
    public const int DetectionMicroseconds = 7;
}
