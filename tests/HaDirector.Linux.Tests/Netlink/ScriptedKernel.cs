using System.Runtime.InteropServices;
using HaDirector.Ipvs;
using HaDirector.Linux.Netlink;
using HaDirector.Netlink;
using HaDirector.Netlink.Ipvs;

namespace HaDirector.Linux.Tests.Netlink;

/// <summary>A kernel that answers what a test says, or loses it.</summary>
internal sealed class ScriptedKernel : INetlinkSocket
{
    public const ushort Family = 28;

    private readonly Queue<Said> _said = [];
    private uint _sequence;

    /// <summary>A datagram, or the error that receiving one gives.</summary>
    public readonly record struct Said(int Errno, byte[] Datagram);

    /// <summary>Commands that came, one for each send.</summary>
    public List<byte> Commands { get; } = [];

    /// <summary>What is said to a command, by the number of its last message.</summary>
    public Func<byte, uint, IEnumerable<Said>> Answers { get; set; } = static (_, _) => [];

    /// <summary>What the next sends give; 0 when it is empty.</summary>
    public Queue<int> SendErrors { get; } = [];

    public static Said Lost(int errno) => new(errno, []);

    public static Said Error(uint sequence, int errno)
    {
        NetlinkWriter writer = new(new byte[64]);
        int start = writer.BeginMessage(MessageType.Error, MessageFlags.None, sequence);
        MemoryMarshal.Write(writer.Raw(20), -errno);
        writer.EndMessage(start);
        return new(0, writer.Written.ToArray());
    }

    public static Said Done(uint sequence, MessageFlags flags = MessageFlags.None)
    {
        NetlinkWriter writer = new(new byte[64]);
        int start = writer.BeginMessage(MessageType.Done, flags | MessageFlags.Multi, sequence);
        writer.Raw(4);
        writer.EndMessage(start);
        return new(0, writer.Written.ToArray());
    }

    public static Said Service(uint sequence, string key, MessageFlags flags = MessageFlags.None)
    {
        NetlinkWriter writer = new(new byte[IpvsRequest.MaxLength]);
        ServiceKey service = ServiceKey.TryParse(key, out ServiceKey parsed) ? parsed : throw new FormatException(key);
        IpvsRequest.Change(ref writer, Family, sequence, flags, new IpvsChange.AddService(service, new ServiceSpec("rr", ServiceFlags.None, 0, 32)));
        return new(0, writer.Written.ToArray());
    }

    public static Said Timeouts(uint sequence, IpvsTimeouts timeouts)
    {
        NetlinkWriter writer = new(new byte[128]);
        IpvsRequest.SetTimeouts(ref writer, Family, sequence, timeouts.TcpSeconds, timeouts.TcpFinSeconds, timeouts.UdpSeconds);
        return new(0, writer.Written.ToArray());
    }

    public uint NextSequence() => ++_sequence;

    public int Send(ReadOnlySpan<byte> requests)
    {
        MessageReader messages = new(requests);
        Assert.True(messages.Next());
        byte command = messages.Body[0];
        Commands.Add(command);
        _said.Clear();
        if (SendErrors.TryDequeue(out int error) && error != 0) return error;
        uint last = messages.Sequence;
        while (messages.Next()) last = messages.Sequence;
        foreach (Said said in Answers(command, last)) _said.Enqueue(said);
        return 0;
    }

    public int Receive(out ReadOnlySpan<byte> datagram)
    {
        const int tryAgain = 11;
        Said said = _said.TryDequeue(out Said next) ? next : Lost(tryAgain);
        datagram = said.Datagram;
        return said.Errno;
    }

    public void Dispose()
    {
    }
}
