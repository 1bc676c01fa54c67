using System.Net.Sockets;
using System.Threading.Tasks.Sources;

namespace HaDirector.Probes;

/// <summary>What one direction of a connection waits for.</summary>
internal enum PendingOperation : byte
{
    /// <summary>Nothing: the next move is ours.</summary>
    Nothing,

    /// <summary>The handshake.</summary>
    Connect,

    /// <summary>Room to send.</summary>
    Send,

    /// <summary>Bytes.</summary>
    Receive,
}

/// <summary>One direction of a connection, an operation at a time. Reused, and free of exceptions and allocation per operation.</summary>
internal sealed class ProbeOperation() : SocketAsyncEventArgs(true /* no execution context is carried along */), IValueTaskSource<SocketError>
{
    private ManualResetValueTaskSourceCore<SocketError> _completion;
    private volatile PendingOperation _pending;

    /// <summary>What is waited for.</summary>
    public PendingOperation Pending => _pending;

    /// <summary>Begins an operation whose buffer or address is set.</summary>
    public ValueTask<SocketError> Begin(PendingOperation operation, Socket? socket)
    {
        if (socket is null) return ValueTask.FromResult(SocketError.OperationAborted);
        _completion.Reset();
        _pending = operation;
        try
        {
            bool later = operation switch
            {
                PendingOperation.Connect => socket.ConnectAsync(this),
                PendingOperation.Send => socket.SendAsync(this),
                _ => socket.ReceiveAsync(this),
            };
            if (later) return new ValueTask<SocketError>(this, _completion.Version);
            _pending = PendingOperation.Nothing;
            return ValueTask.FromResult(SocketError);
        }
        catch (ObjectDisposedException) // the time-out came between two operations
        {
            _pending = PendingOperation.Nothing;
            return ValueTask.FromResult(SocketError.OperationAborted);
        }
        catch (SocketException e)
        {
            _pending = PendingOperation.Nothing;
            return ValueTask.FromResult(e.SocketErrorCode);
        }
    }

    /// <inheritdoc/>
    protected override void OnCompleted(SocketAsyncEventArgs e) => _completion.SetResult(SocketError);

    SocketError IValueTaskSource<SocketError>.GetResult(short token)
    {
        _pending = PendingOperation.Nothing;
        return _completion.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<SocketError>.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource<SocketError>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);
}
