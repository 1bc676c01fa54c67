using System.Buffers.Binary;

namespace HaDirector.Bfd.Wire;

/// <summary>A BFD control packet without authentication (RFC 5880 section 4.1). Intervals are in microseconds, as on the wire.</summary>
public readonly struct BfdPacket
{
    /// <summary>Bytes of every packet.</summary>
    public const int Size = 24;

    /// <summary>UDP port of a single hop (RFC 5881 section 4).</summary>
    public const ushort SingleHopPort = 3784;

    /// <summary>UDP port of several hops (RFC 5883 section 5).</summary>
    public const ushort MultiHopPort = 4784;

    private const byte Version = 1;
    private const byte PollBit = 0x20, FinalBit = 0x10, AuthenticationBit = 0x04, DemandBit = 0x02, MultipointBit = 0x01;

    /// <summary>Sender's state.</summary>
    public BfdState State { get; init; }

    /// <summary>Why the sender left its last state.</summary>
    public BfdDiagnostic Diagnostic { get; init; }

    /// <summary>The sender wants an answer with <see cref="Final"/>.</summary>
    public bool Poll { get; init; }

    /// <summary>The answer to a poll.</summary>
    public bool Final { get; init; }

    /// <summary>The sender wants no periodic packets while both are up (section 6.6).</summary>
    public bool Demand { get; init; }

    /// <summary>How many packets may be missed.</summary>
    public byte Multiplier { get; init; }

    /// <summary>Sender's name for the session; never 0.</summary>
    public uint MyDiscriminator { get; init; }

    /// <summary>Receiver's name for the session; 0 while the sender does not know it.</summary>
    public uint YourDiscriminator { get; init; }

    /// <summary>Smallest interval in which the sender wants to send.</summary>
    public uint DesiredTransmit { get; init; }

    /// <summary>Smallest interval in which the sender can receive; 0 wants no periodic packets at all.</summary>
    public uint RequiredReceive { get; init; }

    /// <summary>Reads the payload of a UDP datagram. Total: any bytes give a packet or a reason (section 6.8.6, in its order).</summary>
    public static bool TryParse(ReadOnlySpan<byte> payload, out BfdPacket packet, out BfdDropReason reason)
    {
        packet = default;
        reason = Judge(payload);
        if (reason != BfdDropReason.None) return false;
        packet = new BfdPacket
        {
            State = (BfdState)(payload[1] >> 6),
            Diagnostic = (BfdDiagnostic)(payload[0] & 0x1F),
            Poll = (payload[1] & PollBit) != 0,
            Final = (payload[1] & FinalBit) != 0,
            Demand = (payload[1] & DemandBit) != 0,
            Multiplier = payload[2],
            MyDiscriminator = BinaryPrimitives.ReadUInt32BigEndian(payload[4..]),
            YourDiscriminator = BinaryPrimitives.ReadUInt32BigEndian(payload[8..]),
            DesiredTransmit = BinaryPrimitives.ReadUInt32BigEndian(payload[12..]),
            RequiredReceive = BinaryPrimitives.ReadUInt32BigEndian(payload[16..]),
        };
        return true;
    }

    /// <summary>Writes the packet; the echo function is never offered.</summary>
    /// <param name="destination">At least <see cref="Size"/> bytes.</param>
    public void Write(Span<byte> destination)
    {
        destination[0] = (byte)((Version << 5) | (byte)Diagnostic);
        destination[1] = (byte)(((byte)State << 6) | (Poll ? PollBit : 0) | (Final ? FinalBit : 0) | (Demand ? DemandBit : 0));
        destination[2] = Multiplier;
        destination[3] = Size;
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], MyDiscriminator);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], YourDiscriminator);
        BinaryPrimitives.WriteUInt32BigEndian(destination[12..], DesiredTransmit);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], RequiredReceive);
        BinaryPrimitives.WriteUInt32BigEndian(destination[20..], 0);
    }

    private static BfdDropReason Judge(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < Size) return BfdDropReason.Length;
        if (payload[0] >> 5 != Version) return BfdDropReason.Version;
        if (payload[3] < Size || payload[3] > payload.Length) return BfdDropReason.Length;
        if (payload[2] == 0) return BfdDropReason.MultiplierZero;
        if ((payload[1] & MultipointBit) != 0) return BfdDropReason.Multipoint;
        if (BinaryPrimitives.ReadUInt32BigEndian(payload[4..]) == 0) return BfdDropReason.MyDiscriminatorZero;
        if (BinaryPrimitives.ReadUInt32BigEndian(payload[8..]) == 0 && (BfdState)(payload[1] >> 6) is BfdState.Init or BfdState.Up)
            return BfdDropReason.YourDiscriminatorZero;
        return (payload[1] & AuthenticationBit) != 0 ? BfdDropReason.Authenticated : BfdDropReason.None;
    }
}
