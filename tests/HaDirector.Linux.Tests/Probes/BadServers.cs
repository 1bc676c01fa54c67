using System.Net;
using System.Net.Sockets;
using System.Text;
using HaDirector.Model;

namespace HaDirector.Linux.Tests.Probes;

/// <summary>Servers that do what real ones do only when they are broken.</summary>
internal static class BadServers
{
    /// <summary>Accepts and never answers.</summary>
    public static ScriptedServer Silent() => new((_, stop) => Task.Delay(Timeout.Infinite, stop));

    /// <summary>A byte now and then, for ever: each is progress, the whole is none.</summary>
    public static ScriptedServer Dripping(byte[] answer) => new(async (client, stop) =>
    {
        for (int i = 0; ; i++)
        {
            await client.SendAsync(answer.AsMemory(i % answer.Length, 1), stop);
            await Task.Delay(40, stop);
        }
    });

    /// <summary>Says something unasked and closes its half.</summary>
    public static ScriptedServer HalfClosing(string said) => new(async (client, stop) =>
    {
        await client.SendAsync(Encoding.Latin1.GetBytes(said), stop);
        client.Shutdown(SocketShutdown.Send);
        await Task.Delay(Timeout.Infinite, stop);
    });

    /// <summary>The same bytes without end.</summary>
    public static ScriptedServer Endless(string said) => new(async (client, stop) =>
    {
        byte[] more = Encoding.Latin1.GetBytes(said);
        while (true) await client.SendAsync(more, stop);
    });

    /// <summary>Says something, waits until the other side has it, and resets.</summary>
    public static ScriptedServer Resetting(string said) => new(async (client, stop) =>
    {
        await client.SendAsync(Encoding.Latin1.GetBytes(said), stop);
        await Task.Delay(100, stop); // a reset throws away what was not read yet
        client.Close(0);
    });

    /// <summary>Where nobody listens.</summary>
    public static IpEndpoint Nobody(SocketType type = SocketType.Stream, ProtocolType protocol = ProtocolType.Tcp)
    {
        using Socket socket = new(AddressFamily.InterNetwork, type, protocol);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return new IpEndpoint(IpAddress.Parse("127.0.0.1"), (ushort)((IPEndPoint)socket.LocalEndPoint!).Port);
    }
}
