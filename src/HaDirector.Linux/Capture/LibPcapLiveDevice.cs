using System.Runtime.InteropServices;
using HaDirector.Linux.Interop;

namespace HaDirector.Linux.Capture;

/// <summary>
/// An interface opened by libpcap, to capture frames and to inject them. The names are SharpPcap's, so that the package can take the
/// place of this class. A handle does not see the frames that it injected itself.
/// </summary>
/// <param name="name">Interface in the calling thread's network namespace.</param>
public sealed unsafe class LibPcapLiveDevice(string name) : IDisposable
{
    private nint _handle;
    private Thread? _thread;
    private WakeEvent? _stop;

    /// <summary>Each captured packet, on the capture thread (see <see cref="StartCapture"/>) or in <see cref="Drain"/>.</summary>
    public event PacketArrivalEventHandler? OnPacketArrival;

    /// <summary>Interface.</summary>
    public string Name { get; } = name;

    /// <summary>Whether it is open.</summary>
    public bool Opened => _handle != 0;

    /// <summary>Link type of the frames (DLT_): 1 is Ethernet.</summary>
    public int LinkType { get; private set; }

    /// <summary>Descriptor to poll before <see cref="Drain"/>.</summary>
    public int SelectableDescriptor { get; private set; } = -1;

    /// <summary>Packets the kernel dropped because nobody took them.</summary>
    public long DroppedPackets
    {
        get
        {
            LibPcap.CaptureCounts counts;
            return _handle != 0 && LibPcap.Statistics(_handle, &counts) == 0 ? counts.Dropped : 0;
        }
    }

    /// <summary>Which packets are captured, in the language of pcap-filter(7). Set while open.</summary>
    public string Filter
    {
        get;
        set
        {
            LibPcap.FilterProgram program;
            if (LibPcap.Compile(_handle, &program, value, 1, 0xFFFFFFFF) != 0) throw Refused($"filter '{value}'");
            int status = LibPcap.SetFilter(_handle, &program);
            LibPcap.FreeFilter(&program);
            if (status != 0) throw Refused($"filter '{value}'");
            field = value;
        }
    } = "";

    /// <summary>Opens it without blocking mode.</summary>
    /// <exception cref="PcapException">No libpcap, no such interface, interface down, or no permission.</exception>
    public void Open(DeviceConfiguration configuration)
    {
        byte* error = stackalloc byte[LibPcap.ErrorBufferSize];
        try
        {
            _handle = LibPcap.Create(Name, error);
        }
        catch (DllNotFoundException)
        {
            throw new PcapException("libpcap.so.0.8 is not installed");
        }

        if (_handle == 0) throw new PcapException($"{Name}: {Text(error)}");
        _ = LibPcap.SetSnapLength(_handle, configuration.Snaplen);
        _ = LibPcap.SetPromiscuous(_handle, configuration.Promiscuous ? 1 : 0);
        _ = LibPcap.SetTimeout(_handle, configuration.ReadTimeout);
        _ = LibPcap.SetImmediateMode(_handle, configuration.Immediate ? 1 : 0);
        if (configuration.BufferSize is { } size) _ = LibPcap.SetBufferSize(_handle, size);
        _ = LibPcap.SetTimestampPrecision(_handle, LibPcap.NanosecondPrecision);
        int status = LibPcap.Activate(_handle);
        if (status < 0 || LibPcap.SetNonBlock(_handle, 1, error) != 0)
        {
            PcapException refused = Refused($"open ({Text(LibPcap.StatusText(status))})");
            Close();
            throw refused;
        }

        LinkType = LibPcap.LinkType(_handle);
        SelectableDescriptor = LibPcap.SelectableDescriptor(_handle);
        Libc.SetCloseOnExec(SelectableDescriptor);
    }

    /// <summary>Captures nothing from now on: for a handle that only injects.</summary>
    public void RejectEverything()
    {
        ulong returnZero = 6; // struct bpf_insn: BPF_RET | BPF_K, no jumps, 0 bytes of the packet
        LibPcap.FilterProgram program = new() { Count = 1, Instructions = &returnZero };
        if (LibPcap.SetFilter(_handle, &program) != 0) throw Refused("filter that rejects everything");
    }

    /// <summary>Hands over the packets that wait, at most <paramref name="atMost"/>, to <see cref="OnPacketArrival"/>.</summary>
    /// <returns>How many; -1 when the interface is gone.</returns>
    public int Drain(int atMost)
    {
        for (int count = 0; count < atMost; count++)
        {
            LibPcap.PacketHeader* header;
            byte* data;
            int status = LibPcap.Next(_handle, &header, &data);
            if (status < 0) return -1;
            if (status == 0) return count;
            OnPacketArrival?.Invoke(this, new PacketCapture(
                this, (header->Seconds * 1_000_000_000) + header->Fraction, (int)header->Length, new ReadOnlySpan<byte>(data, (int)header->Captured)));
        }

        return atMost;
    }

    /// <summary>Captures on a thread of its own until <see cref="StopCapture"/>.</summary>
    public void StartCapture()
    {
        if (_thread is not null) throw new InvalidOperationException("the capture runs already");
        _stop = new WakeEvent();
        _thread = new Thread(Capture) { IsBackground = true, Name = "capture " + Name };
        _thread.Start();
    }

    /// <summary>Ends the capture after the packets that wait were handed over.</summary>
    public void StopCapture()
    {
        _stop?.Set();
        _thread?.Join();
        _stop?.Dispose();
        (_thread, _stop) = (null, null);
    }

    /// <summary>Injects one frame. Never allocates.</summary>
    /// <returns>Whether the kernel took it.</returns>
    public bool SendPacket(ReadOnlySpan<byte> frame)
    {
        fixed (byte* first = frame)
        {
            return LibPcap.Inject(_handle, first, (nuint)frame.Length) == frame.Length;
        }
    }

    /// <summary>Closes it.</summary>
    public void Close()
    {
        StopCapture();
        if (_handle != 0) LibPcap.Close(_handle);
        (_handle, SelectableDescriptor) = (0, -1);
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private void Capture()
    {
        const int batch = 256;
        Span<PollEntry> entries =
        [
            new PollEntry { Descriptor = SelectableDescriptor, Wanted = PollEntry.Readable },
            new PollEntry { Descriptor = _stop!.Number, Wanted = PollEntry.Readable },
        ];
        while (true)
        {
            Poll.Wait(entries, -1);
            bool stopping = entries[1].Happened != 0;
            int count = Drain(batch);
            if (count < 0 || (stopping && count < batch)) return;
        }
    }

    private static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    private PcapException Refused(string what) => new($"{Name}: {what}: {Text(LibPcap.LastErrorText(_handle))}");
}
