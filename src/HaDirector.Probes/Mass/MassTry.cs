using HaDirector.Health;
using HaDirector.Linux.Tcp;
using HaDirector.Model;

namespace HaDirector.Probes.Mass;

/// <summary>One try of a check under way, or an idle socket that waits for the next one.</summary>
internal sealed class MassTry(int key, IpFamily family)
{
    /// <summary>What the kernel calls it by.</summary>
    public int Key { get; } = key;

    /// <summary>Family of its socket.</summary>
    public IpFamily Family { get; } = family;

    public TcpSocket Socket { get; set; } = TcpSocket.None;

    /// <summary>Firewall mark the socket has.</summary>
    public uint Mark { get; set; }

    public MassPhase Phase { get; set; }

    public CheckTicket Ticket { get; set; }

    public CheckSpec Spec { get; set; } = null!;

    public Instant StartedAt { get; set; }

    public Instant Deadline { get; set; }

    /// <summary>Place in <see cref="DeadlineHeap"/>.</summary>
    public int HeapIndex { get; set; }

    /// <summary>What is asked over the connection; null is nothing.</summary>
    public HttpExchange? Http { get; set; }

    /// <summary>Bytes of the request that are on their way.</summary>
    public int Sent { get; set; }

    /// <summary>Reads the answer; made with the first HTTP try and kept.</summary>
    public HttpResponseReader? Response { get; set; }
}

/// <summary>How far a try has come.</summary>
internal enum MassPhase : byte
{
    /// <summary>None is under way.</summary>
    Idle,

    /// <summary>The handshake.</summary>
    Connecting,

    /// <summary>The request.</summary>
    Sending,

    /// <summary>The answer, of which nothing came yet.</summary>
    Waiting,

    /// <summary>The answer, of which something came.</summary>
    Receiving,
}
