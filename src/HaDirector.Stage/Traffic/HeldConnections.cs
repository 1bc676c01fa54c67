using System.Net;
using System.Net.Sockets;
using HaDirector.Drills;
using HaDirector.Linux;
using HaDirector.Model;

namespace HaDirector.Stage;

/// <summary>Connections that are held through the whole drill, each exchanging a byte at its own time of every interval.</summary>
internal sealed class HeldConnections : IDisposable
{
    private const int TcpSynCount = 7; // TCP_SYNCNT
    private readonly IPEndPoint _service;
    private readonly HeldLine?[] _lines = new HeldLine?[DrillScript.HeldConnections];
    private readonly Lock _gate = new();
    private readonly Thread _thread;
    private volatile bool _stopping;

    /// <summary>Starts the loop in the client's namespace; nothing is open yet.</summary>
    public HeldConnections(LabNames lab, DrillSubject subject)
    {
        _service = new IPEndPoint(subject.VirtualAddress.ToIPAddress(), subject.Tcp.Port);
        _thread = InNamespace.Start(lab.Client, "held connections", Run);
    }

    /// <summary>Closes every connection that is not alive at <paramref name="since"/> or later and asks for new ones.</summary>
    /// <returns>How many were asked for.</returns>
    public int Renew(Instant since)
    {
        lock (_gate)
        {
            int renewed = 0;
            for (int i = 0; i < _lines.Length; i++)
            {
                if (_lines[i] is { } line)
                {
                    if (IsAlive(line, since)) continue;
                    line.Dispose();
                    _lines[i] = null;
                }
                renewed++;
            }
            return renewed;
        }
    }

    /// <summary>How many connections stand and have exchanged at <paramref name="since"/> or later.</summary>
    public int CountAlive(Instant since)
    {
        lock (_gate) return _lines.Count(line => line is not null && IsAlive(line, since));
    }

    /// <summary>Whether some connection is still hoped for: it stands but has not exchanged at <paramref name="since"/> or later.</summary>
    public bool AnyUndecided(Instant since)
    {
        lock (_gate) return _lines.Any(line => line is { IsBroken: false } && line.LastExchange < since);
    }

    /// <summary>A fault is about to fall: silences are looked for from now on.</summary>
    public void Mark()
    {
        lock (_gate)
        {
            foreach (HeldLine? line in _lines) line?.Mark();
        }
    }

    /// <summary>All connections as they are now.</summary>
    public List<HeldConnection> Snapshot(Instant zero)
    {
        lock (_gate)
        {
            Instant now = Clock.Now;
            return [.. _lines.OfType<HeldLine>().Select(line => line.At(now, zero))];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
        foreach (HeldLine? line in _lines) line?.Dispose();
    }

    private static bool IsAlive(HeldLine line, Instant since) => !line.IsBroken && line.LastExchange >= since;

    private void Run()
    {
        long step = DrillScript.ExchangeInterval.Ticks * 100 / _lines.Length;
        var entries = new PollEntry[_lines.Length];
        Instant start = Clock.Now;
        for (long slot = 0; !_stopping; slot++)
        {
            var due = new Instant(start.Nanoseconds + (slot * step));
            for (Instant now = Clock.Now; now < due; now = Clock.Now)
            {
                for (int i = 0; i < entries.Length; i++)
                    entries[i] = new PollEntry { Descriptor = Volatile.Read(ref _lines[i])?.Descriptor ?? -1, Wanted = PollEntry.Readable };
                if (Poll.Wait(entries, (due - now).Ticks * 100) > 0) ReceiveAll(entries);
            }
            int turn = (int)(slot % _lines.Length);
            if (Volatile.Read(ref _lines[turn]) is { } line)
            {
                lock (_gate) line.Send(Clock.Now);
            }
            else if (Open() is { } opened)
            {
                lock (_gate) _lines[turn] = opened;
            }
        }
    }

    private void ReceiveAll(PollEntry[] entries)
    {
        lock (_gate)
        {
            Instant now = Clock.Now;
            for (int i = 0; i < entries.Length; i++)
            {
                if (entries[i].Happened != 0) _lines[i]?.Receive(now);
            }
        }
    }

    private HeldLine? Open()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // One repetition of the SYN, so that an unanswered one ends after 3 s.
            socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, TcpSynCount, BitConverter.GetBytes(1));
            socket.Connect(_service);
            socket.Blocking = false;
            return new HeldLine(socket, Clock.Now);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }
}
