using System.Net;
using System.Net.Sockets;
using HaDirector.Drills;
using HaDirector.Linux;

namespace HaDirector.Stage;

/// <summary>The servers of every real server, on one thread: each byte and each datagram is answered with the server's number.</summary>
internal sealed class EchoServers : IDisposable
{
    /// <summary>Most sockets at once; further connections are closed.</summary>
    private const int SocketsMax = 2048;

    private enum Role : byte
    {
        Listener,
        Connection,
        Datagrams,
    }

    private readonly List<(Socket Socket, Role Role, byte Server)> _sockets = [];
    private readonly List<PollEntry> _entries = [];
    private readonly SocketAddress _sender = new(AddressFamily.InterNetwork);
    private readonly Thread _thread;
    private volatile bool _stopping;

    /// <summary>Opens the sockets in each server's namespace and starts answering.</summary>
    public EchoServers(LabNames lab, DrillSubject subject)
    {
        for (int number = 1; number <= Math.Max(subject.Tcp.Servers, subject.Udp.Servers); number++)
        {
            byte server = (byte)number;
            (Socket listener, Socket datagrams) = InNamespace.Run(lab.Server(number), () => (Listen(subject), Bind(subject)));
            Add(listener, Role.Listener, server);
            Add(datagrams, Role.Datagrams, server);
        }
        _thread = new Thread(Run) { IsBackground = true, Name = "echo servers" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
        foreach ((Socket socket, _, _) in _sockets) socket.Dispose();
    }

    private static Socket Listen(DrillSubject subject)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Any, subject.Tcp.ServerPort));
        listener.Listen(512);
        return listener;
    }

    // With dr and tun the answer must come from the virtual address, which the server has; with nat it has not.
    private static Socket Bind(DrillSubject subject)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 1 << 20 };
        try
        {
            socket.Bind(new IPEndPoint(subject.VirtualAddress.ToIPAddress(), subject.Udp.ServerPort));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            socket.Bind(new IPEndPoint(IPAddress.Any, subject.Udp.ServerPort));
        }
        return socket;
    }

    private void Run()
    {
        while (!_stopping)
        {
            Span<PollEntry> entries = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_entries);
            if (Poll.Wait(entries, 100_000_000) == 0) continue;
            // From the end: closing one moves the last into its place, and new ones are added behind.
            for (int i = _entries.Count - 1; i >= 0; i--)
            {
                if (_entries[i].Happened != 0) Serve(i);
            }
        }
    }

    private void Serve(int index)
    {
        (Socket socket, Role role, byte server) = _sockets[index];
        switch (role)
        {
            case Role.Listener:
                Accept(socket, server);
                break;
            case Role.Connection:
                if (!Echo(socket, server)) Remove(index);
                break;
            case Role.Datagrams:
                Answer(socket, server);
                break;
        }
    }

    private void Accept(Socket listener, byte server)
    {
        try
        {
            Socket accepted = listener.Accept();
            accepted.Blocking = false;
            if (_sockets.Count < SocketsMax) Add(accepted, Role.Connection, server);
            else accepted.Dispose();
        }
        catch (SocketException)
        {
            // Gone before it was accepted.
        }
    }

    private static bool Echo(Socket connection, byte server)
    {
        Span<byte> buffer = stackalloc byte[64];
        int count = connection.Receive(buffer, SocketFlags.None, out SocketError error);
        if (error == SocketError.WouldBlock) return true;
        if (error != SocketError.Success || count == 0) return false;
        buffer[..count].Fill(server);
        connection.Send(buffer[..count], SocketFlags.None, out error);
        return error is SocketError.Success or SocketError.WouldBlock;
    }

    private void Answer(Socket socket, byte server)
    {
        Span<byte> datagram = stackalloc byte[64];
        try
        {
            int length = socket.ReceiveFrom(datagram, SocketFlags.None, _sender);
            if (!ProbeDatagram.TryRead(datagram[..length], out ProbeDatagram question)) return;
            (question with { Server = server }).Write(datagram);
            socket.SendTo(datagram[..ProbeDatagram.ByteCount], SocketFlags.None, _sender);
        }
        catch (SocketException)
        {
            // The way back is broken, by the fault most likely: the client will see it.
        }
    }

    private void Add(Socket socket, Role role, byte server)
    {
        _sockets.Add((socket, role, server));
        _entries.Add(new PollEntry { Descriptor = (int)socket.Handle, Wanted = PollEntry.Readable });
    }

    private void Remove(int index)
    {
        _sockets[index].Socket.Dispose();
        (_sockets[index], _entries[index]) = (_sockets[^1], _entries[^1]);
        _sockets.RemoveAt(_sockets.Count - 1);
        _entries.RemoveAt(_entries.Count - 1);
    }
}
