namespace HaDirector.Linux.Capture;

/// <summary>Injects frames through libpcap.</summary>
public sealed class PcapFrameSender : IFrameSender
{
    private readonly LibPcapLiveDevice _device;

    /// <summary>Opens the interface for injection only.</summary>
    /// <exception cref="PcapException">No libpcap, no such interface, interface down, or no permission.</exception>
    public PcapFrameSender(string interfaceName)
    {
        _device = new LibPcapLiveDevice(interfaceName);
        _device.Open(new DeviceConfiguration { Snaplen = 64, BufferSize = 64 * 1024, Immediate = true });
        _device.RejectEverything();
        Send(default); // sends nothing, but binds the native function now and not in a failover
    }

    /// <inheritdoc/>
    public bool Send(ReadOnlySpan<byte> frame) => _device.SendPacket(frame);

    /// <inheritdoc/>
    public void Dispose() => _device.Close();
}
