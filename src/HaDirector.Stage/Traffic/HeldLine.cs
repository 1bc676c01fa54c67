using System.Net.Sockets;
using HaDirector.Drills;
using HaDirector.Model;

namespace HaDirector.Stage;

/// <summary>One held connection: a byte goes out, the server's number comes back.</summary>
/// <param name="socket">Connected and not blocking.</param>
/// <param name="opened">When it was opened.</param>
internal sealed class HeldLine(Socket socket, Instant opened) : IDisposable
{
    private bool _waiting;
    private byte _server;
    private Instant _last = opened, _silentFrom = opened, _silentTo = opened;
    private Instant? _broken;

    /// <summary>Descriptor to wait for; -1 once broken.</summary>
    public int Descriptor { get; private set; } = (int)socket.Handle;

    /// <summary>When the last byte came back.</summary>
    public Instant LastExchange => _last;

    /// <summary>Whether it was reset or closed.</summary>
    public bool IsBroken => _broken is not null;

    /// <summary>Forgets earlier silences: from now on the longest is looked for.</summary>
    public void Mark() => (_silentFrom, _silentTo) = (_last, _last);

    /// <summary>Sends the next byte, unless the last one has not come back.</summary>
    public void Send(Instant now)
    {
        if (_waiting || IsBroken) return;
        socket.Send([1], SocketFlags.None, out SocketError error);
        if (error == SocketError.Success) _waiting = true;
        else if (error != SocketError.WouldBlock) Break(now);
    }

    /// <summary>Takes what has come.</summary>
    public void Receive(Instant now)
    {
        Span<byte> buffer = stackalloc byte[16];
        int count = socket.Receive(buffer, SocketFlags.None, out SocketError error);
        if (error == SocketError.WouldBlock) return;
        if (error != SocketError.Success || count == 0)
        {
            Break(now);
            return;
        }
        _server = buffer[count - 1];
        if (now - _last > _silentTo - _silentFrom) (_silentFrom, _silentTo) = (_last, now);
        (_last, _waiting) = (now, false);
    }

    /// <summary>As it is now, in the time of an act.</summary>
    public HeldConnection At(Instant now, Instant zero)
    {
        // A silence that has not ended lasts until now.
        (Instant from, Instant to) = now - _last > _silentTo - _silentFrom ? (_last, now) : (_silentFrom, _silentTo);
        return new HeldConnection(_server, _last - zero, from - zero, to - zero, _broken is { } broken ? broken - zero : null);
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();

    private void Break(Instant now) => (_broken, Descriptor) = (now, -1);
}
