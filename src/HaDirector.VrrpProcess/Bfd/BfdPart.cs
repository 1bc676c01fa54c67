using HaDirector.Bfd;
using HaDirector.Bfd.Wire;
using HaDirector.Linux;
using HaDirector.Linux.Datagrams;
using HaDirector.Model;

namespace HaDirector.VrrpProcess.Bfd;

/// <summary>All BFD sessions of a set, on the real-time loop. What it takes over from the set before goes on without a break.</summary>
internal sealed partial class BfdPart : RealTimePart, ISessionStates
{
    private const int PacketsMax = 256; // of one listener and turn

    private readonly BfdSpec[] _specs;
    private readonly SessionRuntime[] _sessions;
    private readonly RouterRuntime[][] _followers;
    private readonly BfdListener[] _listeners;
    private readonly int[] _refused; // of each session, why it is not heard: an error number
    private readonly byte[] _packet = GC.AllocateArray<byte>(64, pinned: true); // more than a packet: what is longer has authentication, and is dropped
    private readonly BfdDrops _drops;
    private BfdPart? _before;
    private BfdPart? _after; // has some of our sessions and listeners

    /// <inheritdoc/>
    public long Changes { get; private set; }

    /// <inheritdoc/>
    public override int Descriptors => _listeners.Length;

    /// <inheritdoc/>
    public override Instant NextDeadline
    {
        get
        {
            Instant next = Instant.Never;
            foreach (SessionRuntime session in _sessions)
            {
                if (session.Session.NextDeadline < next) next = session.Session.NextDeadline;
            }

            return next;
        }
    }

    /// <inheritdoc/>
    public bool IsUp(int session) => _sessions[session].Session.State == BfdState.Up;

    /// <inheritdoc/>
    public Instant LastHeard(int session) => _sessions[session].Session.LastHeard;

    /// <summary>How fast the other end of a session can bear our packets, for the supervisor's thread; zero when it never said.</summary>
    public TimeSpan Bears(BfdSpec spec) => Find(spec)?.Bears ?? default;

    /// <inheritdoc/>
    public override void Listen(Span<PollEntry> entries)
    {
        for (int i = 0; i < _listeners.Length; i++) entries[i] = new PollEntry { Descriptor = _listeners[i].Socket.Number, Wanted = PollEntry.Readable };
    }

    /// <inheritdoc/>
    public override void Adopted(Instant now)
    {
        if (_before is { } before)
        {
            foreach (SessionRuntime session in before._sessions)
            {
                if (!Has(_sessions, session)) session.Stop(now);
            }

            (Changes, _before) = (before.Changes + 1, null);
        }

        for (int i = 0; i < _sessions.Length; i++)
        {
            _sessions[i].Index = (uint)i;
            _sessions[i].Refused = _refused[i];
            _sessions[i].Adopt(_specs[i], now);
        }

        Report();
    }

    /// <inheritdoc/>
    public override void Woke(Instant now)
    {
        for (int i = 0; i < _sessions.Length; i++)
        {
            if (!_sessions[i].Session.StoodStill(now)) continue;
            foreach (RouterRuntime router in _followers[i]) router.Instance.NoteStill(now);
        }
    }

    /// <inheritdoc/>
    public override void Hear(Instant now)
    {
        foreach (BfdListener listener in _listeners)
        {
            for (int packets = 0; packets < PacketsMax; packets++)
            {
                int length = listener.Socket.Receive(_packet, out DatagramOrigin origin);
                if (length < 0) break;
                Hear(_packet.AsSpan(0, length), origin, listener.MultiHop, now);
            }
        }
    }

    /// <inheritdoc/>
    public override void Judge(Instant now)
    {
        for (int i = 0; i < _sessions.Length; i++)
        {
            BfdState before = _sessions[i].Session.State;
            if (_sessions[i].Judge(now))
            {
                foreach (RouterRuntime router in _followers[i]) router.LosePeer(_specs[i].Peer, now);
            }

            if (_sessions[i].Session.State != before) Changes++;
        }
    }

    /// <inheritdoc/>
    public override void Report()
    {
        foreach (SessionRuntime session in _sessions)
        {
            session.FindInterface();
            session.Report();
        }

        _drops.Report();
    }

    /// <inheritdoc/>
    public override void Stop(Instant now)
    {
        foreach (SessionRuntime session in _sessions) session.Stop(now);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (SessionRuntime session in _sessions)
        {
            if (_after is null || !Has(_after._sessions, session)) session.Dispose();
        }

        foreach (BfdListener listener in _listeners)
        {
            if (_after is null || !Has(_after._listeners, listener)) listener.Dispose();
        }

        base.Dispose();
    }

    private void Hear(ReadOnlySpan<byte> bytes, in DatagramOrigin origin, bool multiHop, Instant now)
    {
        BfdDropReason reason = BfdDropReason.None;
        if (BfdPacket.TryParse(bytes, out BfdPacket packet, out reason))
        {
            SessionRuntime? session = Select(packet, origin, multiHop, out reason);
            if (session is not null)
            {
                BfdState before = session.Session.State;
                reason = session.Hear(packet, origin, multiHop, now);
                if (session.Session.State != before) Changes++;
            }
        }

        if (reason != BfdDropReason.None) _drops.Add(reason, origin, now);
    }

    // RFC 5880 section 6.8.6 and RFC 5881 section 3: by our name for it, else by who sent it over which interface.
    private SessionRuntime? Select(in BfdPacket packet, in DatagramOrigin origin, bool multiHop, out BfdDropReason reason)
    {
        foreach (SessionRuntime session in _sessions)
        {
            reason = BfdDropReason.None;
            if (packet.YourDiscriminator == 0 ? session.IsWith(origin, multiHop) : session.Session.Discriminator == packet.YourDiscriminator) return session;
        }

        reason = packet.YourDiscriminator == 0 ? BfdDropReason.UnknownPeer : BfdDropReason.YourDiscriminatorUnknown;
        return null;
    }

    // By hand: the first Array.IndexOf of a type makes a comparer, and a reload asks on the real-time thread.
    private static bool Has<T>(T[] all, T wanted)
        where T : class
    {
        foreach (T one in all)
        {
            if (ReferenceEquals(one, wanted)) return true;
        }

        return false;
    }
}
