using System.Net.Sockets;
using HaDirector.Control;

namespace HaDirector.Stage;

/// <summary>Asks a director's control socket how it is.</summary>
internal static class DirectorStatus
{
    /// <summary>The director's status; null when it does not answer, or not in words we know.</summary>
    public static Snapshot? TryGet(string socketPath)
    {
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancel) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancel).ConfigureAwait(false);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            byte[] answer = client.GetByteArrayAsync("http://director/status").GetAwaiter().GetResult();
            return ControlJson.TryRead(answer, out _);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or SocketException)
        {
            return null;
        }
    }

    /// <summary>Whether a director is in a role and every one of its servers is up.</summary>
    public static bool IsReady(Snapshot? status, string role) =>
        status is not null && status.Routers.All(r => r.State == role) && status.Services.All(s => s.Servers.All(server => server.Verdict == "up"));
}
