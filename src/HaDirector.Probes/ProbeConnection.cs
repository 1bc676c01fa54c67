using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks.Sources;
using HaDirector.Health;
using HaDirector.Model;

namespace HaDirector.Probes;

/// <summary>One TCP connection to a target with one time-out for all that is done on it. Reused, and free of exceptions and allocation per operation.</summary>
/// <remarks>
/// The time-out closes the socket, which ends the pending operation. Before it does, it looks whether the answer is there already:
/// if it is, it was us who were late, and the server is not blamed.
/// </remarks>
internal sealed class ProbeConnection : IValueTaskSource<SocketError>, IDisposable
{
    private const int ReceiveBytes = 4096;
    private const int PoolMax = 256;
    private const int TcpQuickAck = 12; // TCP_QUICKACK of linux/tcp.h

    private static readonly ConcurrentQueue<ProbeConnection> Pool = new();

    private readonly Lock _gate = new();
    private readonly Timer _timer;
    private readonly SocketAsyncEventArgs _operation = new(true); // no execution context is carried along
    private ManualResetValueTaskSourceCore<SocketError> _completion;
    private byte[]? _buffer;
    private Socket? _socket;
    private CheckSpec _spec = null!;
    private CancellationTokenRegistration _stopping;
    private long _startedAt;
    private Pending _pending;
    private Pending _interrupted;
    private Ending _ending;

    private ProbeConnection()
    {
        _timer = new Timer(static state => ((ProbeConnection)state!).TimeReached(), this, Timeout.Infinite, Timeout.Infinite);
        _operation.Completed += (_, operation) => _completion.SetResult(operation.SocketError);
    }

    private enum Pending : byte { Nothing, Connect, Send, Receive }

    private enum Ending : byte { None, TimedOut, LookedTooLate, Stopped }

    /// <summary>What the last receive brought; empty when the server closed.</summary>
    public ReadOnlySpan<byte> Received => _buffer.AsSpan(0, _operation.BytesTransferred);

    private TimeSpan Took => Stopwatch.GetElapsedTime(_startedAt);

    /// <summary>Begins a try: its time runs from here.</summary>
    public static ProbeConnection Rent(CheckSpec spec, CancellationToken stop)
    {
        ProbeConnection connection = Pool.TryDequeue(out ProbeConnection? idle) ? idle : new ProbeConnection();
        (connection._spec, connection._ending, connection._pending) = (spec, Ending.None, Pending.Nothing);
        connection._startedAt = Stopwatch.GetTimestamp();
        connection._stopping = stop.UnsafeRegister(static state => ((ProbeConnection)state!).End(Ending.Stopped), connection);
        return connection;
    }

    /// <summary>Opens the connection.</summary>
    public ValueTask<SocketError> Connect()
    {
        try
        {
            Socket socket = new(_spec.Target.Address.IsV4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            // The handshake's last acknowledgement waits for data, or for the reset: one packet less, and no accept for a mere TCP check.
            socket.SetRawSocketOption((int)ProtocolType.Tcp, TcpQuickAck, stackalloc byte[sizeof(int)]);
            lock (_gate)
            {
                _socket = socket;
                if (_ending != Ending.None) return ValueTask.FromResult(SocketError.OperationAborted); // stopped before it began
            }
        }
        catch (SocketException e)
        {
            return ValueTask.FromResult(e.SocketErrorCode);
        }
        _timer.Change(Ceiling(_spec.Timeout), Timeout.InfiniteTimeSpan);
        _operation.SetBuffer(null, 0, 0); // else the old buffer would be sent with the connection
        _operation.RemoteEndPoint = new IPEndPoint(_spec.Target.Address.ToIPAddress(), _spec.Target.Port);
        return Begin(Pending.Connect);
    }

    /// <summary>Sends all of <paramref name="bytes"/>.</summary>
    public ValueTask<SocketError> Send(byte[] bytes)
    {
        _operation.SetBuffer(bytes, 0, bytes.Length);
        return Begin(Pending.Send);
    }

    /// <summary>Receives what is there, or waits for it.</summary>
    public ValueTask<SocketError> Receive()
    {
        _buffer ??= new byte[ReceiveBytes];
        _operation.SetBuffer(_buffer, 0, _buffer.Length);
        return Begin(Pending.Receive);
    }

    /// <summary>The result of a try that went well.</summary>
    public ProbeResult Passed(string detail) => new(true, Took, detail);

    /// <summary>The result of a try whose answer was not as wanted.</summary>
    public ProbeResult Failed(string detail) => new(false, Took, detail);

    /// <summary>The result of a try that a socket error or the time-out ended.</summary>
    public ProbeResult Failed(SocketError error)
    {
        switch (_ending)
        {
            case Ending.Stopped:
                return new ProbeResult(false, Took, "stopped") { Fault = Fault.Local };
            case Ending.None:
                return new ProbeResult(false, Took, SocketWords.Say(error)) { Fault = SocketWords.FaultOf(error) };
            default:
                string doing = _interrupted == Pending.Connect ? "connecting" : "waiting for the answer";
                string detail = $"timed out after {DurationText.Format(_spec.Timeout)} {doing}";
                return _ending == Ending.TimedOut
                    ? new ProbeResult(false, Took, detail)
                    : new ProbeResult(false, Took, detail + ", but this host looked too late") { Fault = Fault.Late };
        }
    }

    /// <summary>Ends the try: resets the connection, so that neither side keeps anything of it.</summary>
    public void Return()
    {
        _stopping.Dispose();
        _timer.Change(Timeout.Infinite, Timeout.Infinite);
        Socket? socket;
        lock (_gate) (socket, _socket) = (_socket, null);
        socket?.Close(0); // zero seconds to linger: reset, no TIME_WAIT, never blocks
        if (Pool.Count < PoolMax) Pool.Enqueue(this);
        else Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _operation.Dispose();
        _socket?.Dispose();
    }

    SocketError IValueTaskSource<SocketError>.GetResult(short token)
    {
        _pending = Pending.Nothing;
        return _completion.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<SocketError>.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource<SocketError>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);

    private ValueTask<SocketError> Begin(Pending operation)
    {
        _completion.Reset();
        _pending = operation;
        try
        {
            bool later = operation switch
            {
                Pending.Connect => _socket!.ConnectAsync(_operation),
                Pending.Send => _socket!.SendAsync(_operation),
                _ => _socket!.ReceiveAsync(_operation),
            };
            if (later) return new ValueTask<SocketError>(this, _completion.Version);
            _pending = Pending.Nothing;
            return ValueTask.FromResult(_operation.SocketError);
        }
        catch (ObjectDisposedException) // the time-out came between two operations
        {
            return ValueTask.FromResult(SocketError.OperationAborted);
        }
        catch (SocketException e)
        {
            return ValueTask.FromResult(e.SocketErrorCode);
        }
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
            _interrupted = _pending;
            _ending = ending == Ending.TimedOut && AnswerWaits(_socket!) ? Ending.LookedTooLate : ending;
            _socket?.Close(0);
        }
    }

    /// <summary>Whether the next move was ours: nothing was pending, or what was pending could have gone on.</summary>
    private bool AnswerWaits(Socket socket)
    {
        try
        {
            return _pending switch
            {
                Pending.Nothing => true,
                Pending.Receive => socket.Poll(0, SelectMode.SelectRead),
                _ => socket.Poll(0, SelectMode.SelectWrite),
            };
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    private static TimeSpan Ceiling(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds));
}
