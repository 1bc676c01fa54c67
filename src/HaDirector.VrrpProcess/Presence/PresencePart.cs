using HaDirector.Link;
using HaDirector.Linux;
using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Presence;

namespace HaDirector.VrrpProcess.Presence;

/// <summary>
/// Sees whether another director is there: says hello and hears hellos, and looks at the BFD sessions that routers have with their peer. A hello
/// replaces nothing in an election; what it says of a router that resigned reaches a backup that the advert cannot reach.
/// </summary>
internal sealed class PresencePart : RealTimePart
{
    private const int HellosMax = 64; // of one turn

    private static readonly int Drops = Enum.GetValues<HelloDrop>().Length;

    private readonly HelloLine? _line;
    private readonly RouterRuntime[] _routers;
    private readonly ISessionStates? _sessions;
    private readonly int[] _peerSessions;
    private readonly RealTimeWorld _world;
    private readonly byte[] _packet = GC.AllocateArray<byte>(HelloPacket.SizeMax + 1, pinned: true); // one byte more shows what is too long
    private readonly HelloRouter[] _said = new HelloRouter[HelloPacket.RoutersMax];
    private readonly LogWindow _log;
    private readonly long[] _dropped = new long[Drops], _dropsLogged = new long[Drops];
    private Instant _sayAt;
    private Instant _absentAt = Instant.Never;

    /// <summary>Makes the part of a plan, on a normal thread.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="line">The line to its other directors; null when it has none.</param>
    /// <param name="routers">Its routers.</param>
    /// <param name="sessions">Its BFD sessions; null when it has none.</param>
    /// <param name="world">What the routers act with.</param>
    public PresencePart(RealTimePlan plan, HelloLine? line, RouterRuntime[] routers, ISessionStates? sessions, RealTimeWorld world)
    {
        (_line, _routers, _sessions, _world) = (line, routers, sessions, world);
        string[] wanted = [.. plan.Routers.Select(spec => spec.PeerSession).Where(name => name.Length > 0).Distinct()];
        _peerSessions = [.. Enumerable.Range(0, plan.Sessions.Count).Where(session => wanted.Contains(plan.Sessions[session].Name))];
        _log = new LogWindow(Drops, world.Settings.LogWindow);
        if (line is null) _sayAt = Instant.Never;
    }

    /// <inheritdoc/>
    public override int Descriptors => _line?.Descriptors ?? 0;

    /// <inheritdoc/>
    public override Instant NextDeadline => _sayAt < _absentAt ? _sayAt : _absentAt;

    /// <inheritdoc/>
    public override void Listen(Span<PollEntry> entries) => _line?.Listen(entries);

    /// <inheritdoc/>
    public override void Adopted(Instant now) => Look(now);

    /// <inheritdoc/>
    public override void Hear(Instant now)
    {
        if (_line is null) return;
        for (int i = 0; i < HellosMax; i++)
        {
            int length = _line.Receive(_packet, out IpAddress source);
            if (length < 0) return;
            Take(_packet.AsSpan(0, Math.Min(length, _packet.Length)), source, now);
        }
    }

    /// <summary>Takes one packet.</summary>
    public void Take(ReadOnlySpan<byte> packet, IpAddress source, Instant now)
    {
        HelloDrop drop = HelloPacket.Read(packet, _line!.Spec.Key.Span, _said, out Hello hello, out int count);
        bool wasPresent = false;
        if (drop == HelloDrop.None)
        {
            wasPresent = _line.Watch.IsPresent(source, now);
            drop = _line.Watch.Hear(source, hello, now, out _);
        }

        if (drop != HelloDrop.None)
        {
            Drop(drop, source, now);
            return;
        }

        if (!wasPresent) _sayAt = now; // it need not wait a second to see us
        if (!PresenceWatch.Believes(hello, RealTimeWorld.UnixTime.Ticks / TimeSpan.TicksPerSecond)) return;
        for (int i = 0; i < count; i++)
        {
            foreach (RouterRuntime router in _routers) router.HearOfPeer(_said[i], now);
        }
    }

    /// <inheritdoc/>
    public override void Judge(Instant now)
    {
        if (_line is not null && (now >= _sayAt || _world.Nets.TakeHurry())) Say(now);
        Look(now);
    }

    private void Look(Instant now)
    {
        bool present = false;
        uint seen = 0;
        if (_line is not null)
        {
            for (int i = 0; i < _line.Watch.Count; i++)
            {
                if (_line.Watch.IsPresent(i, now)) seen |= 1u << i;
            }

            present = seen != 0;
            _absentAt = _line.Watch.NextDeadline(now);
        }

        foreach (int session in _peerSessions) present |= _sessions is not null && _sessions.IsUp(session);
        _world.Nets.DirectorsSeen = seen;
        _world.Nets.PeerPresent = present;
    }

    private void Drop(HelloDrop drop, IpAddress source, Instant now)
    {
        long count = ++_dropped[(int)drop];
        if (drop == HelloDrop.Own || !_log.Opens((int)drop, now)) return;
        LinkMessage message = _world.Reporter.Begin(LinkMessageKind.Log);
        message.Code = (byte)VrrpLogCode.HelloDropped;
        message.Address = source;
        message.At = now;
        (message[0], message[1]) = ((long)drop, count - _dropsLogged[(int)drop]);
        _dropsLogged[(int)drop] = count;
        _world.Reporter.Send();
    }

    private void Say(Instant now)
    {
        _sayAt = now + PresenceWatch.Interval;
        // A hello without routers is one, too: it says that we are there.
        for (int first = 0; first == 0 || first < _routers.Length; first += HelloPacket.RoutersMax)
        {
            int count = Math.Min(_routers.Length - first, HelloPacket.RoutersMax);
            for (int i = 0; i < count; i++) _said[i] = _routers[first + i].Describe(now);
            int length = HelloPacket.Write(_packet, _line!.Next(RealTimeWorld.UnixTime), _said.AsSpan(0, count), _line.Spec.Key.Span);
            _line.SendToAll(_packet.AsSpan(0, length));
        }
    }
}
