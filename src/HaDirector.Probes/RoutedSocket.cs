using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using HaDirector.Health;
using HaDirector.Model;

namespace HaDirector.Probes;

/// <summary>Opens the sockets of all probes, so that every packet takes the way the check asks for.</summary>
internal static class RoutedSocket
{
    private const int SolSocket = 1; // SOL_SOCKET of asm-generic/socket.h
    private const int SoBindToDevice = 25;
    private const int SoMark = 36;
    private const int IpBindAddressNoPort = 24; // linux/in.h: the port is chosen at connect, so one port serves many targets

    /// <summary>A socket of the target's family with source, interface and mark set.</summary>
    /// <exception cref="SocketException">This host has no socket left, or cannot take that way; the message says which.</exception>
    public static Socket Open(IpAddress target, in CheckRoute route, SocketType type, ProtocolType protocol)
    {
        AddressFamily family = target.IsV4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        Socket socket;
        try
        {
            socket = new Socket(family, type, protocol);
        }
        catch (SocketException e)
        {
            throw new SocketException((int)e.SocketErrorCode, SocketWords.Say(e.SocketErrorCode));
        }
        if (route == default) return socket;

        string way = "";
        try
        {
            if (route.Mark != 0)
            {
                way = $"set mark {route.Mark}";
                uint mark = route.Mark;
                socket.SetRawSocketOption(SolSocket, SoMark, MemoryMarshal.AsBytes(new Span<uint>(ref mark)));
            }
            if (route.Interface is { } name)
            {
                way = $"use the interface {name}";
                socket.SetRawSocketOption(SolSocket, SoBindToDevice, Encoding.ASCII.GetBytes(name));
            }
            if (route.Source is { } source)
            {
                way = $"use the source address {source}";
                if (type == SocketType.Stream) socket.SetRawSocketOption((int)ProtocolType.IP, IpBindAddressNoPort, [1, 0, 0, 0]);
                socket.Bind(new IPEndPoint(source.ToIPAddress(), 0));
            }
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new SocketException((int)SocketError.AddressNotAvailable, $"this host cannot {way}: {e.Message}");
        }
    }
}
