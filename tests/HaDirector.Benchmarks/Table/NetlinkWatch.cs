using System.Buffers.Binary;
using System.Diagnostics;

namespace HaDirector.Benchmarks.Table;

/// <summary>
/// What a namespace's programs say to ip_vs and are answered, as an independent program sees it: tcpdump on an nlmon device, the kernel's time stamps.
/// It needs nothing of the product, so it is the same clock for all.
/// </summary>
internal sealed class NetlinkWatch : IDisposable
{
    private const int GenericFamily = 16, Controller = 16, Error = 2, Done = 3, PcapHeader = 24, RecordHeader = 16, CookedHeader = 16, MessageHeader = 16;

    private static int _family = -1; // of ip_vs, from the first answer to somebody who asked for it; it lasts as long as the kernel

    private readonly Process _tcpdump;
    private readonly string _file;

    /// <param name="Seconds">Unix time of the request's way into the kernel, or of the answer's out of it.</param>
    /// <param name="Requests">Requests to ip_vs in it.</param>
    /// <param name="Changes">Those of them that change the table.</param>
    public readonly record struct Seen(double Seconds, int Requests, int Changes);

    public NetlinkWatch(string netns, string file)
    {
        _file = file;
        Shell.Try("ip", "-n", netns, "link", "add", "nlmon0", "type", "nlmon");
        Shell.Run("ip", "-n", netns, "link", "set", "nlmon0", "up");
        _tcpdump = Process.Start(new ProcessStartInfo(
            "ip", ["netns", "exec", netns, "tcpdump", "-i", "nlmon0", "-w", file, "--time-stamp-precision=nano", "-B", "32768", "-Z", "root"])
        { RedirectStandardError = true })!;
        while (_tcpdump.StandardError.ReadLine() is { } line && !line.Contains("listening on", StringComparison.Ordinal)) continue;
        _ = _tcpdump.StandardError.ReadToEndAsync();
    }

    /// <summary>Bytes seen so far: while it grows, somebody is talking.</summary>
    public long Bytes => File.Exists(_file) ? new FileInfo(_file).Length : 0;

    /// <summary>Ends the capture.</summary>
    public IReadOnlyList<Seen> Stop()
    {
        Thread.Sleep(1200); // what the kernel holds back until a block is full comes within a second
        Shell.Try("kill", "-INT", _tcpdump.Id.ToString());
        _tcpdump.WaitForExit();
        return Read(File.ReadAllBytes(_file));
    }

    public void Dispose()
    {
        Shell.End(_tcpdump);
        _tcpdump.Dispose();
    }

    private static List<Seen> Read(ReadOnlySpan<byte> pcap)
    {
        List<Seen> all = [];
        for (int at = PcapHeader; at + RecordHeader <= pcap.Length;)
        {
            ReadOnlySpan<byte> record = pcap[at..];
            double seconds = BinaryPrimitives.ReadUInt32LittleEndian(record) + (BinaryPrimitives.ReadUInt32LittleEndian(record[4..]) / 1e9);
            int length = BinaryPrimitives.ReadInt32LittleEndian(record[8..]);
            at += RecordHeader + length;
            if (at > pcap.Length) break;
            ReadOnlySpan<byte> packet = record.Slice(RecordHeader, length);
            if (BinaryPrimitives.ReadUInt16BigEndian(packet[14..]) != GenericFamily) continue;
            (int requests, int changes, bool about) = Count(packet[CookedHeader..]);
            if (about && (requests > 0 || all.Count > 0)) all.Add(new Seen(seconds, requests, changes));
        }
        return all;
    }

    // Requests of ip_vs, and whether there is anything of ip_vs: answers without a body are taken for it, since nobody else speaks generic netlink here.
    private static (int Requests, int Changes, bool About) Count(ReadOnlySpan<byte> messages)
    {
        int requests = 0, changes = 0;
        bool about = false;
        while (messages.Length >= MessageHeader)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(messages);
            if (length < MessageHeader || length > messages.Length) break;
            int type = BinaryPrimitives.ReadUInt16LittleEndian(messages[4..]), flags = BinaryPrimitives.ReadUInt16LittleEndian(messages[6..]);
            bool isRequest = (flags & 1) != 0;
            if (type == Controller && !isRequest && messages[MessageHeader] == 1) _family = FamilyIn(messages[(MessageHeader + 4)..length]) ?? _family;
            if (type == _family || (_family >= 0 && type is Error or Done)) about = true;
            if (type == _family && isRequest)
            {
                requests++;
                bool isDump = (flags & 0x300) == 0x300;
                int command = messages[MessageHeader];
                if (!isDump && command is >= 1 and <= 3 or >= 5 and <= 7 or 9 or 10 or 12 or 16 or 17) changes++; // NEW, SET, DEL of each, SET_CONFIG, ZERO, FLUSH
            }
            int padded = (length + 3) & ~3;
            messages = padded >= messages.Length ? [] : messages[padded..];
        }
        return (requests, changes, about);
    }

    private static int? FamilyIn(ReadOnlySpan<byte> attributes)
    {
        int? id = null;
        bool isIpvs = false;
        while (attributes.Length >= 4)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(attributes), type = BinaryPrimitives.ReadUInt16LittleEndian(attributes[2..]) & 0x3FFF;
            if (length < 4 || length > attributes.Length) break;
            if (type == 1) id = BinaryPrimitives.ReadUInt16LittleEndian(attributes[4..]);
            if (type == 2) isIpvs = attributes[4..length].StartsWith("IPVS"u8);
            int padded = (length + 3) & ~3;
            attributes = padded >= attributes.Length ? [] : attributes[padded..];
        }
        return isIpvs ? id : null;
    }
}
