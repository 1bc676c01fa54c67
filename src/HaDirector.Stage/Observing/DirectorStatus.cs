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

    /// <summary>What a director lacks to be in a role with every one of its servers up; null when it lacks nothing.</summary>
    public static string? WhyNotReady(Director director, string role)
    {
        if (TryGet(director.ControlSocket) is not { } status) return $"{director.Name} does not tell its status";
        if (status.Routers.FirstOrDefault(router => router.State != role) is { } router) return $"{director.Name} is {router.State}, not {role}";
        ServerReport? server = status.Services.SelectMany(service => service.Servers).FirstOrDefault(server => server.Verdict != "up");
        return server is null ? null : $"{director.Name} says that {server.Address} is {server.Verdict}";
    }
}
