using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using HaDirector.Health;
using HaDirector.Model;

namespace HaDirector.Probes;

/// <summary>One TCP connection to a target with one time-out for all that is done on it. Reused, and free of exceptions and allocation per operation.</summary>
/// <remarks>
/// The time-out closes the socket, which ends the pending operations. Before it does, it looks whether the answer is there already:
/// if it is, it was us who were late, and the server is not blamed.
/// </remarks>
internal sealed class ProbeConnection : IDisposable
{
    private const int ReceiveBytes = 4096;
    private const int PoolMax = 256;
    private const int TcpQuickAck = 12; // TCP_QUICKACK of linux/tcp.h
    private const int IpReceiveError = 11, Ipv6ReceiveError = 25; // IP_RECVERR, IPV6_RECVERR: host and network unreachable are told, too

    private static readonly ConcurrentQueue<ProbeConnection> Pool = new();

    private readonly Lock _gate = new();
    private readonly Timer _timer;
    private readonly ProbeOperation _outward = new();
    private readonly ProbeOperation _inward = new();
    private byte[]? _buffer;
    private Socket? _socket;
    private CheckSpec _spec = null!;
    private CancellationTokenRegistration _stopping;
    private ProbePhase _phase;
    private ProbePhase _interrupted;
    private SocketError _error;
    private string? _defect;
    private long _startedAt;
    private Ending _ending;
    private bool _streamed;

    private ProbeConnection()
    {
        _timer = new Timer(static state => ((ProbeConnection)state!).TimeReached(), this, Timeout.Infinite, Timeout.Infinite);
    }

    private enum Ending : byte { None, TimedOut, LookedTooLate, Stopped }

    /// <summary>What the last receive brought; empty when the server closed.</summary>
    public ReadOnlySpan<byte> Received => _buffer.AsSpan(0, _inward.BytesTransferred);

    /// <summary>What is done once the connection is open, for the words of the result.</summary>
    public ProbePhase Phase { get => _phase; set => _phase = value; }

    /// <summary>Whether an operation of the stream failed, the time is over or the try was stopped: then <see cref="Failed()"/> says why.</summary>
    public bool HasFailed => _ending != Ending.None || _error != SocketError.Success;

    private TimeSpan Took => Stopwatch.GetElapsedTime(_startedAt);

    /// <summary>Begins a try: its time runs from here.</summary>
    public static ProbeConnection Rent(CheckSpec spec, CancellationToken stop) => Rent(spec, Stopwatch.GetTimestamp(), stop);

    /// <summary>Goes on with a try by another connection: its time runs from <paramref name="startedAt"/> of the stopwatch.</summary>
    public static ProbeConnection Rent(CheckSpec spec, long startedAt, CancellationToken stop)
    {
        ProbeConnection connection = Pool.TryDequeue(out ProbeConnection? idle) ? idle : new ProbeConnection();
        (connection._spec, connection._startedAt) = (spec, startedAt);
        (connection._ending, connection._error, connection._defect) = (Ending.None, SocketError.Success, null);
        connection._phase = ProbePhase.Waiting;
        connection._stopping = stop.UnsafeRegister(static state => ((ProbeConnection)state!).End(Ending.Stopped), connection);
        return connection;
    }

    /// <summary>Opens the connection.</summary>
    public ValueTask<SocketError> Connect() => Connect(SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Opens a socket of another kind; one for datagrams hears of ICMP errors and of nobody but the target.</summary>
    public ValueTask<SocketError> Connect(SocketType type, ProtocolType protocol)
    {
        _defect = null;
        try
        {
            Socket socket = RoutedSocket.Open(_spec.Target.Address, _spec.Route, type, protocol);
            // The handshake's last acknowledgement waits for data, or for the reset: one packet less, and no accept for a mere TCP check.
            if (type == SocketType.Stream) socket.SetRawSocketOption((int)ProtocolType.Tcp, TcpQuickAck, stackalloc byte[sizeof(int)]);
            else HearIcmp(socket);
            lock (_gate)
            {
                _socket = socket;
                if (_ending != Ending.None) return ValueTask.FromResult(SocketError.OperationAborted); // stopped before it began
            }
        }
        catch (SocketException e)
        {
            _defect = e.Message;
            return ValueTask.FromResult(e.SocketErrorCode);
        }
        TimeSpan left = _spec.Timeout - Took;
        _timer.Change(left > TimeSpan.Zero ? Ceiling(left) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        _outward.SetBuffer(null, 0, 0); // else the old buffer would be sent with the connection
        _outward.RemoteEndPoint = new IPEndPoint(_spec.Target.Address.ToIPAddress(), _spec.Target.Port);
        return _outward.Begin(PendingOperation.Connect, _socket);
    }

    /// <summary>Sends all of <paramref name="bytes"/>.</summary>
    public ValueTask<SocketError> Send(byte[] bytes) => Send(bytes.AsMemory());

    /// <summary>Receives what is there, or waits for it.</summary>
    public ValueTask<SocketError> Receive()
    {
        _buffer ??= new byte[ReceiveBytes];
        return Receive(_buffer);
    }

    /// <summary>The open connection as a stream, for TLS and for libraries. The other side of it may outlive the try: the connection is not used again.</summary>
    public ProbeStream Stream()
    {
        _streamed = true;
        return new ProbeStream(this);
    }

    /// <summary>Sends all of <paramref name="bytes"/>, which are not written to.</summary>
    internal ValueTask<SocketError> Send(ReadOnlyMemory<byte> bytes)
    {
        _outward.SetBuffer(MemoryMarshal.AsMemory(bytes));
        return _outward.Begin(PendingOperation.Send, _socket);
    }

    /// <summary>Receives into <paramref name="buffer"/>.</summary>
    internal ValueTask<SocketError> Receive(Memory<byte> buffer)
    {
        _inward.SetBuffer(buffer);
        return _inward.Begin(PendingOperation.Receive, _socket);
    }

    /// <summary>Keeps the first error of the stream, which a library between may put into other words. That the library gave up is none.</summary>
    internal SocketError Note(SocketError error)
    {
        if (_error == SocketError.Success && error != SocketError.OperationAborted) _error = error;
        return error;
    }

    /// <summary>Bytes the last receive brought.</summary>
    internal int ReceivedBytes => _inward.BytesTransferred;

    /// <summary>The result of a try that went well.</summary>
    public ProbeResult Passed(string detail) => new(true, Took, detail);

    /// <summary>The result of a try whose answer was not as wanted.</summary>
    public ProbeResult Failed(string detail, ProbeOutcome outcome) => new(false, Took, detail) { Outcome = outcome };

    /// <summary>The result of a try that cannot be made on this host.</summary>
    public ProbeResult CannotTry(string detail) => new(false, Took, detail) { Fault = Fault.Local, Outcome = ProbeOutcome.Local };

    /// <summary>The result of a try that an error of the stream or the time-out ended.</summary>
    public ProbeResult Failed() => Failed(_error);

    /// <summary>The result of a try that a socket error or the time-out ended.</summary>
    public ProbeResult Failed(SocketError error)
    {
        switch (_ending)
        {
            case Ending.Stopped:
                return CannotTry("stopped");
            case Ending.None:
                ProbeOutcome outcome = SocketWords.OutcomeOf(error, _phase);
                return Failed(_defect ?? SocketWords.Say(error, _phase), outcome) with { Fault = SocketWords.FaultOf(outcome) };
            default:
                string detail = $"timed out after {DurationText.Format(_spec.Timeout)} {SocketWords.Doing(_interrupted)}";
                return _ending == Ending.TimedOut
                    ? Failed(detail, ProbeOutcome.TimedOut)
                    : Failed(detail + ", but this host looked too late", ProbeOutcome.Local) with { Fault = Fault.Late };
        }
    }

    /// <summary>Ends the connection in good order, so that what was sent arrives and the server's program sees an end.</summary>
    public void Finish()
    {
        Socket? socket;
        lock (_gate) (socket, _socket) = (_socket, null);
        socket?.Dispose(); // does not linger: the kernel sees to the rest
    }

    /// <summary>Ends the try: resets the connection, so that neither side keeps anything of it.</summary>
    public void Return()
    {
        _stopping.Dispose();
        _timer.Change(Timeout.Infinite, Timeout.Infinite);
        Close();
        if (Pool.Count < PoolMax && !_streamed) Pool.Enqueue(this);
        else Dispose();
    }

    /// <summary>Resets the connection: zero seconds to linger, no TIME_WAIT, never blocks.</summary>
    internal void Close()
    {
        Socket? socket;
        lock (_gate) (socket, _socket) = (_socket, null);
        socket?.Close(0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _outward.Dispose();
        _inward.Dispose();
        _socket?.Dispose();
    }

    private void HearIcmp(Socket socket)
    {
        bool v4 = _spec.Target.Address.IsV4;
        socket.SetRawSocketOption((int)(v4 ? ProtocolType.IP : ProtocolType.IPv6), v4 ? IpReceiveError : Ipv6ReceiveError, [1, 0, 0, 0]);
    }

    private void TimeReached()
    {
        lock (_gate)
        {
            if (_socket is null) return;
            TimeSpan left = _spec.Timeout - Took;
            if (left <= TimeSpan.Zero) End(Ending.TimedOut);
            else _timer.Change(Ceiling(left), Timeout.InfiniteTimeSpan); // the timer's clock is coarse, or this is the alarm of the try before
        }
    }

    private void End(Ending ending)
    {
        lock (_gate)
        {
            if (_ending != Ending.None) return;
            _interrupted = _outward.Pending == PendingOperation.Connect ? ProbePhase.Connecting : _phase;
            _ending = ending == Ending.TimedOut && AnswerWaits(_socket!) ? Ending.LookedTooLate : ending;
            _socket?.Close(0);
        }
    }

    /// <summary>Whether the next move was ours: nothing was pending, or what was pending could have gone on.</summary>
    private bool AnswerWaits(Socket socket)
    {
        bool sends = _outward.Pending != PendingOperation.Nothing, receives = _inward.Pending != PendingOperation.Nothing;
        try
        {
            return (!sends && !receives)
                || (sends && socket.Poll(0, SelectMode.SelectWrite))
                || (receives && socket.Poll(0, SelectMode.SelectRead));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    private static TimeSpan Ceiling(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds));
}
