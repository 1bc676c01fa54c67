using System.Net.Sockets;
using System.Text;

namespace HaDirector.Linux;

/// <summary>Asks a local server one thing over its socket: a request of HTTP/1.0, so that the answer ends where the connection does.</summary>
public static class UnixHttp
{
    private const int AnswerMax = 256 * 1024 * 1024; // a status of a hundred thousand servers is a tenth of it

    /// <summary>Gets <paramref name="target"/>.</summary>
    /// <param name="socketPath">Path of the socket.</param>
    /// <param name="target">Request target, begins with '/'.</param>
    /// <param name="timeout">Bound of each wait: to send, and for each part of the answer.</param>
    /// <param name="body">The body of an answer with status 200.</param>
    /// <param name="reason">Why there is none, for people.</param>
    public static bool TryGet(string socketPath, string target, TimeSpan timeout, out byte[] body, out string reason) =>
        TryAsk("GET", socketPath, target, default, timeout, out body, out reason);

    /// <summary>Posts to <paramref name="target"/>, without a body; the arguments are those of <see cref="TryGet"/>.</summary>
    public static bool TryPost(string socketPath, string target, TimeSpan timeout, out byte[] body, out string reason) =>
        TryAsk("POST", socketPath, target, default, timeout, out body, out reason);

    /// <summary>Posts <paramref name="content"/> to <paramref name="target"/>; the other arguments are those of <see cref="TryGet"/>.</summary>
    public static bool TryPost(string socketPath, string target, ReadOnlySpan<byte> content, TimeSpan timeout, out byte[] body, out string reason) =>
        TryAsk("POST", socketPath, target, content, timeout, out body, out reason);

    /// <summary>Gets <paramref name="target"/> and passes the body on as it comes, however long it is.</summary>
    /// <param name="socketPath">Path of the socket.</param>
    /// <param name="target">Request target, begins with '/'.</param>
    /// <param name="timeout">Bound of each wait: to send, and for each part of the answer.</param>
    /// <param name="end">How a whole body ends; the connection does not tell when one broke off.</param>
    /// <param name="to">Where the body of an answer with status 200 goes.</param>
    /// <param name="reason">Why there is none, or not all of it, for people.</param>
    public static bool TryCopy(string socketPath, string target, TimeSpan timeout, byte[] end, Stream to, out string reason) =>
        TryAsk("GET", socketPath, target, default, timeout, (Socket socket, out string why) => TryPass(socket, end, to, out why), out reason);

    /// <summary>Whether somebody listens on a socket; a file that was left by somebody who was killed is nobody.</summary>
    public static bool IsListening(string socketPath)
    {
        if (!File.Exists(socketPath)) return false;
        using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(socketPath));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static bool TryAsk(
        string method, string socketPath, string target, ReadOnlySpan<byte> content, TimeSpan timeout, out byte[] body, out string reason)
    {
        byte[] whole = [];
        bool good = TryAsk(method, socketPath, target, content, timeout, (Socket socket, out string why) => TryRead(socket, out whole, out why), out reason);
        body = whole;
        return good;
    }

    private static bool TryAsk(
        string method, string socketPath, string target, ReadOnlySpan<byte> content, TimeSpan timeout, TakeAnswer take, out string reason)
    {
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        {
            SendTimeout = (int)timeout.TotalMilliseconds,
            ReceiveTimeout = (int)timeout.TotalMilliseconds,
        };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(socketPath));
            socket.Send(Encoding.ASCII.GetBytes($"{method} {target} HTTP/1.0\r\nHost: localhost\r\nContent-Length: {content.Length}\r\n\r\n"));
            while (!content.IsEmpty) content = content[socket.Send(content)..];
            return take(socket, out reason);
        }
        catch (ArgumentException)
        {
            reason = $"{socketPath} is no possible path of a socket";
        }
        catch (SocketException e)
        {
            reason = e.SocketErrorCode switch
            {
                SocketError.AddressNotAvailable => $"no director runs here: there is no {socketPath}",
                SocketError.ConnectionRefused => $"no director runs here: nobody listens on {socketPath}",
                SocketError.AccessDenied => $"not permitted to use {socketPath}",
                SocketError.TimedOut or SocketError.WouldBlock => $"the director does not answer on {socketPath}",
                _ => $"{socketPath}: {e.Message}",
            };
        }
        return false;
    }

    private static bool TryRead(Socket socket, out byte[] body, out string reason)
    {
        body = [];
        using MemoryStream answer = new();
        byte[] part = new byte[64 * 1024];
        for (int length = socket.Receive(part); length > 0; length = socket.Receive(part))
        {
            answer.Write(part, 0, length);
            if (answer.Length <= AnswerMax) continue;
            reason = "the answer is too long";
            return false;
        }

        ReadOnlySpan<byte> whole = answer.GetBuffer().AsSpan(0, (int)answer.Length);
        bool good = IsGood(whole, out int head, out reason);
        if (good) body = whole[head..].ToArray();
        return good;
    }

    private static bool TryPass(Socket socket, byte[] end, Stream to, out string reason)
    {
        byte[] part = new byte[64 * 1024];
        int length = 0;
        for (int more = -1; more != 0 && length < part.Length; length += more) more = socket.Receive(part.AsSpan(length));
        // What fits in one part is either a whole answer, which may be a refusal, or has the head of a longer one.
        if (!IsGood(part.AsSpan(0, length), out int head, out reason)) return false;
        byte[] last = [];
        for (ReadOnlySpan<byte> piece = part.AsSpan(head, length - head); ; piece = part.AsSpan(0, length))
        {
            to.Write(piece);
            last = [.. last, .. piece[^Math.Min(piece.Length, end.Length)..]];
            last = last[^Math.Min(last.Length, end.Length)..];
            if ((length = socket.Receive(part)) == 0) break;
        }
        reason = last.AsSpan().SequenceEqual(end) ? "" : "the answer broke off";
        return reason.Length == 0;
    }

    private static bool IsGood(ReadOnlySpan<byte> whole, out int body, out string reason)
    {
        int head = whole.IndexOf("\r\n\r\n"u8);
        body = head + 4;
        string first = Encoding.ASCII.GetString(head < 0 ? [] : whole[..whole.IndexOf("\r\n"u8)]);
        bool good = first.Length > 9 && first.StartsWith("HTTP/1.", StringComparison.Ordinal) && first.AsSpan(9).StartsWith("200");
        reason = good ? "" : $"the director answered '{first}'";
        // What cannot be done is explained in one line.
        if (first.AsSpan(Math.Min(first.Length, 9)).StartsWith("40")) reason = Encoding.UTF8.GetString(whole[(head + 4)..]).Trim() is { Length: > 0 } why ? why : reason;
        return good;
    }

    private delegate bool TakeAnswer(Socket socket, out string reason);
}
