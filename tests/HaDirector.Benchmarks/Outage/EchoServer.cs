using System.Net;
using System.Net.Sockets;

namespace HaDirector.Benchmarks.Outage;

/// <summary>Answers each datagram to the virtual address with its number and the name of the host: what a service on a director would do.</summary>
internal static class EchoServer
{
    public const int Port = 7777;

    private const int SolIp = 0, FreeBind = 15; // ip(7): the address may not be there yet

    /// <summary>The verb `echo ADDRESS LETTER`; runs until it is ended.</summary>
    public static int Run(string address, string letter)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.SetRawSocketOption(SolIp, FreeBind, BitConverter.GetBytes(1));
        socket.Bind(new IPEndPoint(IPAddress.Parse(address), Port));
        byte[] buffer = new byte[16];
        SocketAddress from = new(AddressFamily.InterNetwork);
        while (true)
        {
            try
            {
                int length = socket.ReceiveFrom(buffer, SocketFlags.None, from);
                buffer[length] = (byte)letter[0];
                socket.SendTo(buffer.AsSpan(0, length + 1), SocketFlags.None, from);
            }
            catch (SocketException)
            {
                // The address is gone or the network is down: that is what is measured.
            }
        }
    }
}
