using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HaDirector.Linux;

namespace HaDirector.Benchmarks.Outage;

/// <summary>
/// Sends one numbered datagram each millisecond to the virtual address and notes who answers. Told what to do by lines on standard input:
/// `begin` forgets all, `who` says who answered last, `end FAULT` says what was lost (FAULT is the monotonic time of the fault in nanoseconds).
/// </summary>
internal sealed class ProbeClient : IDisposable
{
    private const int SamplesMax = 200_000; // 200 s

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly long[] _sentAt = new long[SamplesMax];
    private readonly long[] _answeredAt = new long[SamplesMax];
    private readonly byte[] _answeredBy = new byte[SamplesMax];
    private int _sent;
    private int _begin;
    private int _lastBy = ' ';

    /// <summary>The verb `probe ADDRESS`.</summary>
    public static int Run(string address)
    {
        using ProbeClient client = new();
        client._socket.Connect(new IPEndPoint(IPAddress.Parse(address), EchoServer.Port));
        new Thread(client.Send) { IsBackground = true, Priority = ThreadPriority.Highest }.Start();
        new Thread(client.Receive) { IsBackground = true, Priority = ThreadPriority.Highest }.Start();
        while (Console.ReadLine() is { } line) Console.WriteLine(client.Obey(line.Split(' ')));
        return 0;
    }

    public void Dispose() => _socket.Dispose();

    private string Obey(string[] words) => words switch
    {
        ["begin"] => Begin(),
        ["who"] => $"{(char)Interlocked.Exchange(ref _lastBy, ' ')}",
        ["end", var fault] => End(long.Parse(fault, CultureInfo.InvariantCulture)),
        _ => "?",
    };

    private string Begin()
    {
        Volatile.Write(ref _begin, Volatile.Read(ref _sent));
        return "ok";
    }

    // lost datagrams, longest outage in ms, longest pause of this prober in ms, ms from the fault to the first answer of B (-1: none)
    private string End(long fault)
    {
        Thread.Sleep(50); // answers under way
        int end = Volatile.Read(ref _sent) - 20, lost = 0;
        double outage = 0, stall = 0, takeover = -1;
        long good = 0;
        for (int i = Volatile.Read(ref _begin); i < end; i++)
        {
            int at = i % SamplesMax;
            if (i > _begin) stall = Math.Max(stall, Milliseconds(_sentAt[at] - _sentAt[(i - 1) % SamplesMax]));
            if (_answeredAt[at] == 0)
            {
                lost++;
                if (good != 0) outage = Math.Max(outage, Milliseconds(_sentAt[at] - good));
                continue;
            }

            good = _sentAt[at];
            if (takeover < 0 && _answeredBy[at] == (byte)'B') takeover = Milliseconds(_answeredAt[at] - fault);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{lost} {outage:F1} {stall:F1} {takeover:F1}");
    }

    private void Send()
    {
        byte[] number = new byte[4];
        long next = Now();
        while (true)
        {
            int i = _sent, at = i % SamplesMax;
            BinaryPrimitives.WriteInt32LittleEndian(number, i);
            (_answeredAt[at], _answeredBy[at], _sentAt[at]) = (0, 0, Now());
            try
            {
                _socket.Send(number);
            }
            catch (SocketException)
            {
                // Nobody has the address just now: the datagram counts as lost.
            }

            Volatile.Write(ref _sent, i + 1);
            next += 1_000_000;
            long wait = next - Now();
            if (wait < -100_000_000) next = Now();
            if (wait > 0) Poll.Wait([], wait);
        }
    }

    private void Receive()
    {
        byte[] buffer = new byte[16];
        while (true)
        {
            try
            {
                if (_socket.Receive(buffer) != 5) continue;
                int at = BinaryPrimitives.ReadInt32LittleEndian(buffer) % SamplesMax;
                _answeredBy[at] = buffer[4];
                _answeredAt[at] = Now();
                _lastBy = buffer[4];
            }
            catch (SocketException)
            {
                // An ICMP error of an earlier datagram.
            }
        }
    }

    private static long Now() => (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));

    private static double Milliseconds(long nanoseconds) => nanoseconds / 1e6;
}
