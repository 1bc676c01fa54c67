using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace HaDirector.Linux.Tests.Network;

/// <summary>
/// A client that sends a numbered datagram to a virtual address about each millisecond, and servers on the directors that send them back. What was
/// lost is counted, not timed: a busy machine sends fewer, and loses none for that.
/// </summary>
internal sealed class DatagramProbe : IDisposable
{
    private const int Port = 7007;
    private const int SolIpv6 = 41, IpFreeBind = 15, Ipv6FreeBind = 78;

    private readonly IPEndPoint _to;
    private readonly List<Socket> _servers = [];
    private readonly Socket _client;
    private readonly Thread _sender, _receiver;
    private readonly HashSet<uint> _answered = [];
    private volatile bool _stop;
    private uint _sent;

    /// <summary>Begins.</summary>
    /// <param name="inside">Opens a socket on a host.</param>
    /// <param name="client">The host that asks.</param>
    /// <param name="address">Virtual address.</param>
    /// <param name="hosts">Directors, each with a server.</param>
    public DatagramProbe(Func<string, Func<Socket>, Socket> inside, string client, string address, params string[] hosts)
    {
        _to = new IPEndPoint(IPAddress.Parse(address), Port);
        foreach (string host in hosts)
        {
            Socket server = inside(host, () => Open(_to));
            _servers.Add(server);
            new Thread(() => Serve(server)) { IsBackground = true }.Start();
        }

        _client = inside(client, () => Open(new IPEndPoint(_to.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0)));
        _receiver = new Thread(Receive) { IsBackground = true };
        _sender = new Thread(Send) { IsBackground = true };
        _receiver.Start();
        _sender.Start();
    }

    /// <summary>How many were sent so far.</summary>
    public uint Sent => Volatile.Read(ref _sent);

    /// <summary>How many were answered so far.</summary>
    public int Answered
    {
        get
        {
            lock (_answered) return _answered.Count;
        }
    }

    /// <summary>Waits until so many more were answered: the path works.</summary>
    public void WaitForAnswers(int more)
    {
        int wanted = Answered + more;
        Wait.Until(() => Answered >= wanted, () => $"{Answered} of {Sent} were answered");
    }

    /// <summary>Stops sending, waits for the last answers.</summary>
    /// <returns>The numbers of those that never were answered.</returns>
    public uint[] Lost()
    {
        _stop = true;
        _sender.Join();
        for (int i = 0; i < 100 && Answered < Sent; i++) Thread.Sleep(10);
        lock (_answered) return [.. Enumerable.Range(0, (int)Sent).Select(number => (uint)number).Where(number => !_answered.Contains(number))];
    }

    public void Dispose()
    {
        _stop = true;
        _sender.Join();
        _client.Dispose();
        foreach (Socket server in _servers) server.Dispose();
        _receiver.Join();
    }

    private static Socket Open(IPEndPoint local)
    {
        bool four = local.AddressFamily == AddressFamily.InterNetwork;
        Socket socket = new(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        Span<byte> on = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(on, 1);
        socket.SetRawSocketOption(four ? (int)SocketOptionLevel.IP : SolIpv6, four ? IpFreeBind : Ipv6FreeBind, on); // the address is on one director at a time
        socket.Bind(local);
        return socket;
    }

    private static void Serve(Socket server)
    {
        byte[] datagram = new byte[64];
        EndPoint from = new IPEndPoint(server.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        try
        {
            while (true)
            {
                int length = server.ReceiveFrom(datagram, ref from);
                TrySend(server, datagram.AsSpan(0, length), from);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private void Send()
    {
        byte[] datagram = new byte[4];
        while (!_stop)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(datagram, _sent);
            TrySend(_client, datagram, _to);
            Volatile.Write(ref _sent, _sent + 1);
            Thread.Sleep(1);
        }
    }

    private static void TrySend(Socket socket, ReadOnlySpan<byte> datagram, EndPoint to)
    {
        try
        {
            socket.SendTo(datagram, to);
        }
        catch (SocketException)
        {
            // Nobody answers for the address, or it has just left this host: it was sent, and lost.
        }
    }

    private void Receive()
    {
        byte[] datagram = new byte[64];
        try
        {
            while (true)
            {
                if (_client.Receive(datagram) != 4) continue;
                lock (_answered) _answered.Add(BinaryPrimitives.ReadUInt32LittleEndian(datagram));
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
