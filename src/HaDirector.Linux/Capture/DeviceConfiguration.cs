namespace HaDirector.Linux.Capture;

/// <summary>How a device is opened. Names as in SharpPcap.</summary>
public sealed record DeviceConfiguration
{
    /// <summary>Bytes kept of each packet.</summary>
    public int Snaplen { get; init; } = 65_536;

    /// <summary>Whether to capture what is sent to others.</summary>
    public bool Promiscuous { get; init; }

    /// <summary>Whether packets are handed over at once instead of in blocks.</summary>
    public bool Immediate { get; init; } = true;

    /// <summary>Longest time in milliseconds that a block may wait to fill, when not immediate.</summary>
    public int ReadTimeout { get; init; } = 100;

    /// <summary>Bytes of the kernel's buffer; null is libpcap's own (2 MiB).</summary>
    public int? BufferSize { get; init; }
}
