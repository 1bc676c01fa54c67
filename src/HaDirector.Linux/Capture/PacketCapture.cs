namespace HaDirector.Linux.Capture;

/// <summary>A captured packet; its bytes are valid only while the handler runs.</summary>
/// <param name="device">Where it was captured.</param>
/// <param name="timestamp">Wall-clock time of the capture by the kernel, in nanoseconds since 1970.</param>
/// <param name="length">Bytes on the wire; <paramref name="data"/> may have fewer.</param>
/// <param name="data">The frame.</param>
public readonly ref struct PacketCapture(LibPcapLiveDevice device, long timestamp, int length, ReadOnlySpan<byte> data)
{
    /// <summary>Where it was captured.</summary>
    public LibPcapLiveDevice Device { get; } = device;

    /// <summary>Wall-clock time of the capture by the kernel, in nanoseconds since 1970.</summary>
    public long TimestampNanoseconds { get; } = timestamp;

    /// <summary>Bytes on the wire.</summary>
    public int Length { get; } = length;

    /// <summary>The frame, perhaps cut to the snap length.</summary>
    public ReadOnlySpan<byte> Data { get; } = data;
}

/// <summary>Gets each captured packet, on the capture thread.</summary>
/// <param name="sender">The device.</param>
/// <param name="e">The packet.</param>
public delegate void PacketArrivalEventHandler(object sender, PacketCapture e);
