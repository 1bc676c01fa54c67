using System.Net;
using System.Net.Sockets;
using HaDirector.Drills;
using HaDirector.Linux;
using HaDirector.Model;

namespace HaDirector.Stage;

/// <summary>
/// One datagram to the virtual address each millisecond, on an absolute schedule: a probe's number is its slot in the schedule, and a
/// slot that the prober itself missed is not made up for.
/// </summary>
internal sealed class UdpProbe : IDisposable
{
    private readonly uint _drill = (uint)Random.Shared.Next(1, int.MaxValue);
    private readonly SocketAddress _destination;
    private readonly SocketAddress _sender = new(AddressFamily.InterNetwork);
    private readonly Thread _thread;
    private ProbeLog _log = new(0);
    private volatile bool _stopping, _renew;
    private uint _next;

    /// <summary>Starts the probe in the client's namespace.</summary>
    public UdpProbe(LabNames lab, DrillSubject subject)
    {
        _destination = new IPEndPoint(subject.VirtualAddress.ToIPAddress(), subject.Udp.Port).Serialize();
        _thread = InNamespace.Start(lab.Client, "udp probe", Run);
    }

    /// <summary>The log of this act.</summary>
    public ProbeLog Log => Volatile.Read(ref _log);

    /// <summary>Begins another log.</summary>
    public void BeginLog() => Volatile.Write(ref _log, new ProbeLog(Volatile.Read(ref _next)));

    /// <summary>Goes on from another port, which the scheduler may give to another server.</summary>
    public void ChangePort() => _renew = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
    }

    private void Run()
    {
        long interval = DrillScript.ProbeInterval.Ticks * 100;
        Instant start = Clock.Now;
        Socket socket = Open();
        Span<byte> datagram = stackalloc byte[64];
        while (!_stopping)
        {
            // Answers first: however late this thread is, none waits behind the next question.
            var due = new Instant(start.Nanoseconds + (_next * interval));
            Instant now = Clock.Now;
            PollEntry entry = new() { Descriptor = (int)socket.Handle, Wanted = PollEntry.Readable };
            if (Poll.Wait(new Span<PollEntry>(ref entry), now < due ? (due - now).Ticks * 100 : 0) > 0)
            {
                Receive(socket, datagram);
                continue;
            }
            now = Clock.Now;
            if (now < due) continue;
            uint slot = (uint)((now.Nanoseconds - start.Nanoseconds) / interval);
            if (_renew)
            {
                _renew = false;
                socket.Dispose();
                socket = Open();
            }
            Send(socket, datagram, slot);
            Volatile.Write(ref _next, slot + 1);
        }
        socket.Dispose();
    }

    private static Socket Open() => new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 1 << 20 };

    private void Send(Socket socket, Span<byte> datagram, uint slot)
    {
        new ProbeDatagram(_drill, slot, 0).Write(datagram);
        Log.Sent(slot, Clock.Now);
        try
        {
            socket.SendTo(datagram[..ProbeDatagram.ByteCount], SocketFlags.None, _destination);
        }
        catch (SocketException)
        {
            // Not sent is not answered: the log says so by itself.
        }
    }

    private void Receive(Socket socket, Span<byte> datagram)
    {
        try
        {
            int length = socket.ReceiveFrom(datagram, SocketFlags.None, _sender);
            if (ProbeDatagram.TryRead(datagram[..length], out ProbeDatagram answer) && answer.Drill == _drill)
                Log.Answered(answer.Sequence, Clock.Now, answer.Server);
        }
        catch (SocketException)
        {
            // An error report for an earlier datagram: that one is lost.
        }
    }
}
