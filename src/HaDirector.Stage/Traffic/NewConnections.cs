using System.Net;
using System.Net.Sockets;
using HaDirector.Drills;
using HaDirector.Linux;
using HaDirector.Model;

namespace HaDirector.Stage;

/// <summary>A new connection each 100 ms: who answers it, and whether anybody does.</summary>
internal sealed class NewConnections : IDisposable
{
    /// <summary>Attempts that are kept: some minutes; older ones are forgotten first.</summary>
    private const int Kept = 3000;

    private readonly IPEndPoint _service;
    private readonly Queue<(Instant Started, TimeSpan? Took, byte Server)> _done = new();
    private readonly Thread _thread;
    private volatile bool _stopping;

    /// <summary>Starts the attempts in the client's namespace.</summary>
    public NewConnections(LabNames lab, DrillSubject subject)
    {
        _service = new IPEndPoint(subject.VirtualAddress.ToIPAddress(), subject.Tcp.Port);
        _thread = InNamespace.Start(lab.Client, "new connections", Run);
    }

    /// <summary>Attempts that were begun from <paramref name="from"/> to before <paramref name="to"/> and are decided.</summary>
    public List<NewConnection> Between(Instant zero, Instant from, Instant to)
    {
        lock (_done)
        {
            return [.. _done.Where(a => a.Started >= from && a.Started < to).OrderBy(a => a.Started)
                .Select(a => new NewConnection(a.Started - zero, a.Took, a.Server))];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
    }

    private void Run()
    {
        Instant due = Clock.Now;
        while (!_stopping)
        {
            Sleep.Until(due);
            // The socket is made here, inside the namespace; the rest may go on anywhere.
            _ = Try(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), Clock.Now);
            due += DrillScript.NewConnectionInterval;
            if (due < Clock.Now) due = Clock.Now;
        }
    }

    private async Task Try(Socket socket, Instant started)
    {
        byte[] buffer = [1];
        (TimeSpan? took, byte server) = (null, 0);
        using (socket)
        using (var patience = new CancellationTokenSource(DrillScript.NewConnectionPatience))
        {
            try
            {
                // Closed by a reset, or the client would run out of ports.
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
                await socket.ConnectAsync(_service, patience.Token).ConfigureAwait(false);
                await socket.SendAsync(buffer, patience.Token).ConfigureAwait(false);
                if (await socket.ReceiveAsync(buffer, patience.Token).ConfigureAwait(false) == 1) (took, server) = (Clock.Now - started, buffer[0]);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // Nobody answered: that is the result.
            }
        }
        lock (_done)
        {
            _done.Enqueue((started, took, server));
            if (_done.Count > Kept) _done.Dequeue();
        }
    }
}
