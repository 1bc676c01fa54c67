using System.Net;
using System.Net.Sockets;
using HaDirector.Health;
using HaDirector.Health.Kinds;

namespace HaDirector.Probes;

/// <summary>One request of HTTP/2 on a connection of its own: with TLS by ALPN, without by prior knowledge (RFC 9113 section 3).</summary>
internal sealed class Http2Call : IDisposable
{
    private const int HeadMaxKiB = HttpResponseReader.HeadMax / 1024;

    private const byte SettingsFrame = 4; // what every server sends first (RFC 9113 section 3.4); the type is the fourth byte of a frame

    private readonly CheckSpec _spec;
    private readonly TlsOptions? _tls;
    private readonly SocketsHttpHandler _handler;
    private readonly HttpMessageInvoker _client;
    private ProbeStream? _plain;
    private Stream? _stream;
    private TlsSession? _session;
    private HttpResponseMessage? _response;

    /// <summary>Begins a try, or goes on with one that began at <paramref name="startedAt"/> of the stopwatch.</summary>
    public Http2Call(CheckSpec spec, TlsOptions? tls, long startedAt, CancellationToken stop)
    {
        (_spec, _tls) = (spec, tls);
        Connection = ProbeConnection.Rent(spec, startedAt, stop);
        _handler = new SocketsHttpHandler
        {
            ConnectCallback = (_, _) => Interlocked.Exchange(ref _stream, null) is { } stream
                ? ValueTask.FromResult(stream)
                : ValueTask.FromException<Stream>(new Http2Words.TurnedAway()),
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = HeadMaxKiB,
            ConnectTimeout = Timeout.InfiniteTimeSpan, // the time-out of the try closes the socket
        };
        _client = new HttpMessageInvoker(_handler);
    }

    /// <summary>The connection, which knows the time and words of the result.</summary>
    public ProbeConnection Connection { get; }

    /// <summary>The answer, once <see cref="Send"/> brought one.</summary>
    public HttpResponseMessage Response => _response!;

    /// <summary>Bytes of the body that <see cref="ReadBody"/> read.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>Whether the body goes on behind them.</summary>
    public bool BodyCut { get; private set; }

    /// <summary>Connects, sends and waits for the headers of the answer; null when they are there, else why not.</summary>
    public async ValueTask<ProbeResult?> Send(HttpRequestMessage request)
    {
        SocketError error = await Connection.Connect().ConfigureAwait(false);
        if (error != SocketError.Success) return Connection.Failed(error);
        if (_tls is null) _stream = _plain = Connection.Stream();
        else
        {
            _session = await TlsSession.Open(Connection, _spec.Target.Address, _tls, "h2").ConfigureAwait(false);
            if (_session.Failure is { } failure) return failure;
            if (_session.Stream.NegotiatedApplicationProtocol != System.Net.Security.SslApplicationProtocol.Http2)
                return Connection.Failed("the server does not speak h2", ProbeOutcome.Tls);
            _stream = _session.Stream;
        }
        (request.Version, request.VersionPolicy) = (System.Net.HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        try
        {
            _response = await _client.SendAsync(request, CancellationToken.None).ConfigureAwait(false);
            Connection.Phase = ProbePhase.Answering;
            return null;
        }
        catch (Exception e) when (Http2Words.CanSay(e))
        {
            return Failed(e);
        }
    }

    /// <summary>Reads the body and at most <paramref name="max"/> bytes of it; null when that went well, else why not.</summary>
    public async ValueTask<ProbeResult?> ReadBody(int max)
    {
        try
        {
            Stream content = await Response.Content.ReadAsStreamAsync(CancellationToken.None).ConfigureAwait(false);
            byte[] body = new byte[4096];
            int length = 0;
            while (true)
            {
                if (length == body.Length) Array.Resize(ref body, Math.Min(length * 2, max));
                int received = await content.ReadAsync(body.AsMemory(length)).ConfigureAwait(false);
                length += received;
                BodyCut = length == max && received > 0;
                if (received == 0 || BodyCut) break;
            }
            Body = body.AsMemory(0, length);
            return null;
        }
        catch (Exception e) when (Http2Words.CanSay(e))
        {
            return Failed(e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Connection.Return(); // first: nothing that follows can wait for the server
        _response?.Dispose();
        _client.Dispose();
        _handler.Dispose();
        _session?.Dispose();
    }

    /// <summary>A server of HTTP/1.1 answers the preface with an error in its own tongue, closes or resets: it is told by its first words.</summary>
    private ProbeResult Failed(Exception e) => _plain is { First: [_, _, _, not SettingsFrame] }
        ? Connection.Failed("the answer is not HTTP/2", ProbeOutcome.Malformed)
        : Http2Words.Failed(Connection, e);
}
