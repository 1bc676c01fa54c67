using System.Buffers.Binary;

namespace HaDirector.Drills;

/// <summary>The datagram of the probe, which a real server sends back with its own number in it.</summary>
/// <param name="Drill">Tells the probes of one drill from those of another.</param>
/// <param name="Sequence">Number of the probe: its slot in the schedule.</param>
/// <param name="Server">Number of the server that answered; 0 in the question.</param>
public readonly record struct ProbeDatagram(uint Drill, uint Sequence, byte Server)
{
    /// <summary>Bytes of a datagram.</summary>
    public const int ByteCount = 13;

    private const uint Magic = 0x6861_6472; // "hadr"

    /// <summary>Writes <see cref="ByteCount"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, Magic);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], Drill);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], Sequence);
        destination[12] = Server;
    }

    /// <summary>Reads a datagram; false when it is none of ours.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ProbeDatagram datagram)
    {
        datagram = default;
        if (bytes.Length < ByteCount || BinaryPrimitives.ReadUInt32BigEndian(bytes) != Magic) return false;
        datagram = new(BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]), BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]), bytes[12]);
        return true;
    }
}
