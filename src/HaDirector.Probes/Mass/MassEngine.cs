using System.Net.Sockets;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Linux;
using HaDirector.Model;

namespace HaDirector.Probes.Mass;

/// <summary>
/// Runs the tries of tens of thousands of plain checks: no thread, task, queue or timer of its own, and nothing allocated per try. The loop that owns it
/// waits on <see cref="Descriptor"/> and until <see cref="NextDeadline"/>, then calls <see cref="Poll"/>. As many tries run as there are tickets.
/// </summary>
/// <remarks>
/// A TCP check is two system calls: connect, and the reset when the server's SYN-ACK is there, before its program is bothered. What the sockets have to
/// say is heard before any time-out is judged, and an answer heard after its time is our lateness, not the server's.
/// </remarks>
public sealed partial class MassEngine : IDisposable
{
    /// <summary>A time-out judged later than this says as much of this host as of the server: the try is repeated.</summary>
    public static readonly TimeSpan LateMax = TimeSpan.FromMilliseconds(250);

    private const int StartsBetweenLooks = 16; // so that the time of a near server's answer is not that of a long batch of starts
    private const int LooksMax = 64; // in one poll: bounds how long it keeps the loop

    private readonly MassSockets _sockets = new();
    private readonly DeadlineHeap _underWay = new();
    private readonly List<(CheckTicket Ticket, ProbeResult Result)> _done = [];
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _startsSinceLook;

    /// <summary>Whether a check is one of those this engine runs; every other goes to <see cref="ProbeCatalog"/>.</summary>
    public static bool Takes(CheckSpec spec) => spec.Kind switch
    {
        TcpCheck tcp => tcp is { Send: null, Expect: null },
        HttpCheck http => http is { Tls: null, Version: HttpVersion.Http11, RedirectsMax: 0, Requests.Count: 1 },
        _ => false,
    };

    /// <summary>Readable while <see cref="Poll"/> has something to hear.</summary>
    public int Descriptor => _sockets.Watch.Number;

    /// <summary>Tries under way.</summary>
    public int Running => _underWay.Count;

    /// <summary>Sockets open, those under way and those kept for the next tries.</summary>
    public int Sockets => _sockets.Open;

    internal IEnumerable<int> Descriptors => _sockets.Numbers;

    /// <summary>When to call <see cref="Poll"/> if the descriptor has nothing before.</summary>
    public Instant NextDeadline => _done.Count > 0 ? default : _underWay.First?.Deadline ?? Instant.Never;

    /// <summary>Begins a try. Its result comes out of <see cref="Poll"/>, once.</summary>
    public void Start(CheckTicket ticket)
    {
        CheckSpec spec = ticket.Spec;
        HttpExchange? http = spec.Kind is HttpCheck check ? HttpExchange.Of(spec, check) : null;
        Instant now = Clock.Now;
        string? defect = http?.Defect;
        if (defect is not null || _sockets.Rent(spec, out defect) is not { } one)
        {
            _done.Add((ticket, new ProbeResult(false, default, defect!) { Fault = Fault.Local, Outcome = ProbeOutcome.Local }));
            return;
        }
        (one.Ticket, one.Spec, one.Http, one.StartedAt, one.Deadline) = (ticket, spec, http, now, now + spec.Timeout);
        (one.Phase, one.Sent) = (MassPhase.Connecting, 0);
        _underWay.Add(one);
        SocketError error = one.Socket.Connect(spec.Target);
        if (error != SocketError.Success) Fail(one, error, now);
        else if (++_startsSinceLook >= StartsBetweenLooks) Hear();
    }

    /// <summary>Hears what the sockets have to say, judges time-outs, and adds what came to an end to <paramref name="results"/>.</summary>
    public void Poll(List<(CheckTicket Ticket, ProbeResult Result)> results)
    {
        int looks = 0;
        while (Hear() > 0 && ++looks < LooksMax) { }
        Instant now = Clock.Now;
        while (looks < LooksMax && _underWay.First is { } first && first.Deadline <= now) Expire(first, now);
        results.AddRange(_done);
        _done.Clear();
    }

    /// <summary>Closes everything; tries under way have no result.</summary>
    public void Dispose() => _sockets.Dispose();

    private int Hear()
    {
        _startsSinceLook = 0;
        Instant now = Clock.Now; // before the look: what it finds may have been there then
        int count = _sockets.Watch.Look();
        for (int i = 0; i < count; i++)
        {
            (int key, Linux.Tcp.Readiness what) = _sockets.Watch[i];
            if (_sockets[key] is { Phase: not MassPhase.Idle } one) Happened(one, what, now);
        }
        return count;
    }

    private void Expire(MassTry one, Instant now)
    {
        bool late = now - one.Deadline > LateMax;
        if (late) EndLate(one, now);
        else End(one, now, false, MassWords.TimedOut(one, late: false), ProbeOutcome.TimedOut);
    }

    private void EndLate(MassTry one, Instant now) => End(one, now, false, MassWords.TimedOut(one, late: true), ProbeOutcome.Local, Fault.Late);

    private void Fail(MassTry one, SocketError error, Instant now) =>
        End(one, now, false, MassWords.Say(error, one.Phase), SocketWords.OutcomeOf(error), SocketWords.FaultOf(error));

    private void End(MassTry one, Instant now, bool passed, string detail, ProbeOutcome outcome, Fault fault = Fault.Server)
    {
        _underWay.Remove(one);
        one.Phase = MassPhase.Idle;
        TimeSpan took = now > one.StartedAt ? now - one.StartedAt : default;
        _done.Add((one.Ticket, new ProbeResult(passed, took, detail) { Fault = fault, Outcome = outcome }));
        _sockets.Return(one);
        one.Ticket = default; // a check that a reload took away is not kept alive by an idle socket
        one.Http = null;
    }
}
