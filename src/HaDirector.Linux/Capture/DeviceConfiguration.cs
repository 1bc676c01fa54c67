namespace HaDirector.Linux.Capture;

/// <summary>How a device is opened. Names as in SharpPcap.</summary>
public sealed record DeviceConfiguration
{
    /// <summary>Bytes kept of each packet.</summary>
    public int Snaplen { get; init; } = 65_536;

    /// <summary>Whether to capture what is sent to others.</summary>
    public bool Promiscuous { get; init; }

    /// <summary>
    /// Whether each packet wakes the reader at once. The stamps are the kernel's either way, and without it the buffer holds far more:
    /// with it a packet takes a slot of the snap length, 32 in all by default.
    /// </summary>
    public bool Immediate { get; init; }

    /// <summary>Longest time in milliseconds that a block of packets waits to fill, when not immediate.</summary>
    public int ReadTimeout { get; init; } = 10;

    /// <summary>Bytes of the kernel's buffer; null is libpcap's own (2 MiB).</summary>
    public int? BufferSize { get; init; }
}
