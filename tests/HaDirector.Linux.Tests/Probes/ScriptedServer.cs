using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using HaDirector.Model;

namespace HaDirector.Linux.Tests.Probes;

/// <summary>A server on loopback that does to every connection what the test says, until it is disposed.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public ScriptedServer(Func<Socket, CancellationToken, Task> script)
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(64);
        _accepting = AcceptAsync(script);
    }

    public IpEndpoint Endpoint => new(IpAddress.Parse("127.0.0.1"), (ushort)((IPEndPoint)_listener.LocalEndPoint!).Port);

    /// <summary>A server that reads the request, sends <paramref name="answer"/> and closes.</summary>
    public static ScriptedServer Answering(string answer) => new(async (client, stop) =>
    {
        await client.ReceiveAsync(new byte[4096], stop);
        await client.SendAsync(System.Text.Encoding.Latin1.GetBytes(answer), stop);
        client.Shutdown(SocketShutdown.Send);
        await client.ReceiveAsync(new byte[1], stop);
    });

    /// <summary>A server that does the handshake of TLS first.</summary>
    public static ScriptedServer Tls(string certificateFile, Func<SslStream, Socket, CancellationToken, Task> script, SslApplicationProtocol? protocol = null) => new(async (client, stop) =>
    {
        using X509Certificate2 certificate = X509Certificate2.CreateFromPemFile(certificateFile);
        await using NetworkStream plain = new(client);
        await using SslStream secure = new(plain);
        try
        {
            await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate, ApplicationProtocols = protocol is { } one ? [one] : null }, stop);
            await script(secure, client, stop);
        }
        catch (Exception e) when (e is IOException or AuthenticationException or ObjectDisposedException)
        {
            // The probe went away, as it may.
        }
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync(Func<Socket, CancellationToken, Task> script)
    {
        List<Task> clients = [];
        try
        {
            while (true) clients.Add(ServeAsync(await _listener.AcceptAsync(_stop.Token), script));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(clients);
        }
    }

    private async Task ServeAsync(Socket client, Func<Socket, CancellationToken, Task> script)
    {
        using (client)
        {
            try
            {
                await script(client, _stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
            {
                // The probe went away, as it may.
            }
        }
    }
}
