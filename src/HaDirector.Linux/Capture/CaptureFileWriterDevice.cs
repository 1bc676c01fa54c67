using System.Buffers.Binary;

namespace HaDirector.Linux.Capture;

/// <summary>Writes frames to a pcap file with nanosecond stamps, which Wireshark and tcpdump read. Name as in SharpPcap. For one thread.</summary>
public sealed class CaptureFileWriterDevice : IDisposable
{
    private const uint NanosecondMagic = 0xA1B23C4D;
    private const int HeaderLength = 24, RecordLength = 16;

    private readonly FileStream _file;
    private readonly byte[] _record = new byte[RecordLength];

    /// <summary>Makes the file, in the place of one that is there.</summary>
    /// <param name="path">File.</param>
    /// <param name="linkType">Link type of the frames (DLT_): 1 is Ethernet.</param>
    /// <param name="snaplen">Most bytes of a frame.</param>
    public CaptureFileWriterDevice(string path, int linkType = 1, int snaplen = 65_536)
    {
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 64 * 1024);
        Span<byte> header = stackalloc byte[HeaderLength];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, NanosecondMagic);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2); // version 2.4
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], snaplen);
        BinaryPrimitives.WriteInt32LittleEndian(header[20..], linkType);
        _file.Write(header);
    }

    /// <summary>Adds a captured packet.</summary>
    public void Write(PacketCapture packet) => Write(packet.TimestampNanoseconds, packet.Length, packet.Data);

    /// <summary>Adds a frame.</summary>
    /// <param name="timestampNanoseconds">Wall-clock time in nanoseconds since 1970.</param>
    /// <param name="length">Bytes it had on the wire.</param>
    /// <param name="data">What was kept of it.</param>
    public void Write(long timestampNanoseconds, int length, ReadOnlySpan<byte> data)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_record, (uint)(timestampNanoseconds / 1_000_000_000));
        BinaryPrimitives.WriteUInt32LittleEndian(_record.AsSpan(4), (uint)(timestampNanoseconds % 1_000_000_000));
        BinaryPrimitives.WriteInt32LittleEndian(_record.AsSpan(8), data.Length);
        BinaryPrimitives.WriteInt32LittleEndian(_record.AsSpan(12), length);
        _file.Write(_record);
        _file.Write(data);
    }

    /// <summary>Puts everything into the file.</summary>
    public void Flush() => _file.Flush();

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
