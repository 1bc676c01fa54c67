using System.Security.Cryptography;
using HaDirector.Linux;
using HaDirector.Linux.Datagrams;
using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Presence;

namespace HaDirector.VrrpProcess.Presence;

/// <summary>The line to the other directors: sockets, who was heard, and how far we have counted. Goes on from plan to plan while the peers are the same.</summary>
internal sealed class HelloLine : IDisposable
{
    private readonly DatagramSocket[] _sockets;
    private readonly IpAddress[] _directors;

    private HelloLine(PeerSpec spec, DatagramSocket[] sockets)
    {
        (Spec, _sockets, _directors) = (spec, sockets, [.. spec.Directors]);
        Watch = new PresenceWatch(spec.Directors, Session);
    }

    public PeerSpec Spec { get; }

    /// <summary>Which life of this process this is, for whoever hears it.</summary>
    public ulong Session { get; } = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));

    public ulong Counter { get; private set; }

    public PresenceWatch Watch { get; }

    public int Descriptors => _sockets.Length;

    /// <summary>Opens a socket for each family of directors; what cannot be opened is said and left out.</summary>
    public static HelloLine Open(PeerSpec spec, Action<string> say)
    {
        List<DatagramSocket> sockets = [];
        foreach (IpFamily family in spec.Directors.Select(director => director.Family).Distinct())
        {
            try
            {
                sockets.Add(DatagramSocket.Open(family, spec.Port, local: spec.Local.Family == family ? spec.Local : default));
            }
            catch (IOException refused)
            {
                say($"other directors cannot be seen, so this one counts as alone: {refused.Message}");
            }
        }

        return new HelloLine(spec, [.. sockets]);
    }

    /// <summary>A line that reaches nobody, for the dry run.</summary>
    public static HelloLine Pretend(PeerSpec spec) => new(spec, [DatagramSocket.Closed]);

    /// <summary>Whether the plan wants the same line.</summary>
    public bool Serves(PeerSpec? other) =>
        other is not null && Spec.Port == other.Port && Spec.Local == other.Local && Spec.Directors.SequenceEqual(other.Directors)
        && Spec.Key.Span.SequenceEqual(other.Key.Span);

    public void Listen(Span<PollEntry> entries)
    {
        for (int i = 0; i < _sockets.Length; i++) entries[i] = new PollEntry { Descriptor = _sockets[i].Number, Wanted = PollEntry.Readable };
    }

    /// <summary>The head of the next hello.</summary>
    public Hello Next(TimeSpan unixTime) => new(Session, ++Counter, unixTime.Ticks / TimeSpan.TicksPerSecond);

    /// <summary>Sends to every director; who is not reached now is reached in a second.</summary>
    public void SendToAll(ReadOnlySpan<byte> packet)
    {
        foreach (IpAddress director in _directors)
        {
            foreach (DatagramSocket socket in _sockets)
            {
                if (socket.Family == director.Family) _ = socket.Send(packet, director, Spec.Port, default, 0);
            }
        }
    }

    /// <summary>Takes the next packet; what is longer than the buffer is cut.</summary>
    /// <returns>Its length; -1 when there is none now.</returns>
    public int Receive(Span<byte> packet, out IpAddress source)
    {
        source = default;
        foreach (DatagramSocket socket in _sockets)
        {
            int length = socket.Receive(packet, out DatagramOrigin origin);
            if (length < 0) continue;
            source = origin.Source;
            return length;
        }

        return -1;
    }

    public void Dispose()
    {
        foreach (DatagramSocket socket in _sockets) socket.Dispose();
    }
}
