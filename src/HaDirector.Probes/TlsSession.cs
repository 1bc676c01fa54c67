using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Model;

namespace HaDirector.Probes;

/// <summary>TLS on an open connection of a try, with the server's certificate judged.</summary>
internal sealed class TlsSession : IDisposable
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    private readonly TlsOptions _tls;
    private readonly string _name;
    private string? _objection;
    private TimeSpan _left;

    private TlsSession(ProbeConnection connection, IpAddress target, TlsOptions tls)
    {
        _tls = tls;
        _name = tls.ServerName?.Trim('[', ']') ?? target.ToString(); // an address may stand as it does in a URL
        Stream = new SslStream(connection.Stream(), leaveInnerStreamOpen: true);
    }

    /// <summary>The stream inside TLS.</summary>
    public SslStream Stream { get; }

    /// <summary>Why there is no session; null when there is.</summary>
    public ProbeResult? Failure { get; private set; }

    /// <summary>"TLS 1.3, certificate valid for 45 days".</summary>
    public string Description => $"{ProtocolName}, certificate valid for {CertificateJudge.Say(_left)}";

    private string ProtocolName => Stream.SslProtocol switch
    {
        SslProtocols.Tls13 => "TLS 1.3",
        SslProtocols.Tls12 => "TLS 1.2",
        _ => "TLS",
    };

    /// <summary>Does the handshake. Never throws.</summary>
    /// <param name="connection">Open connection.</param>
    /// <param name="target">Address the certificate must bear when the check names no server.</param>
    /// <param name="tls">How the server is known.</param>
    /// <param name="protocol">Application protocol offered (ALPN); null is none.</param>
    public static async ValueTask<TlsSession> Open(ProbeConnection connection, IpAddress target, TlsOptions tls, string? protocol)
    {
        TlsSession session = new(connection, target, tls);
        connection.Phase = ProbePhase.TlsHandshake;
        try
        {
            await session.Stream.AuthenticateAsClientAsync(session.Options(protocol), CancellationToken.None).ConfigureAwait(false);
            connection.Phase = ProbePhase.Waiting;
        }
        catch (FileFault e)
        {
            session.Failure = connection.CannotTry(e.Message);
        }
        catch (Exception e) when (TlsWords.CanSay(e))
        {
            session.Failure = session._objection is { } objection
                ? connection.Failed(objection, ProbeOutcome.Tls)
                : TlsWords.Failed(connection, e);
        }
        return session;
    }

    /// <inheritdoc/>
    public void Dispose() => Stream.Dispose();

    private SslClientAuthenticationOptions Options(string? protocol) => new()
    {
        TargetHost = _name, // an address is not sent as a server name (RFC 6066 section 3), which SslStream knows
        ApplicationProtocols = protocol is null ? null : [new SslApplicationProtocol(protocol)],
        AllowTlsResume = false, // a resumed session shows no certificate
        CertificateChainPolicy = Policy(),
        ClientCertificateContext = _tls.CertificateFile is { } own ? OfFile("certificate file", own, PemFiles.OwnCertificate) : null,
        RemoteCertificateValidationCallback = (_, certificate, chain, _) => Judge(certificate, chain),
    };

    private X509ChainPolicy Policy()
    {
        X509ChainPolicy policy = new()
        {
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true, // nothing is fetched from where a certificate says
        };
        policy.ApplicationPolicy.Add(ServerAuthentication);
        if (_tls.CaFile is not { } path) return policy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(OfFile("CA file", path, PemFiles.Authorities));
        return policy;
    }

    private bool Judge(X509Certificate? certificate, X509Chain? chain)
    {
        if (certificate is not X509Certificate2 server || chain is null)
        {
            _objection = _tls.Verify ? "the server has no certificate" : null;
            return !_tls.Verify;
        }
        DateTime now = DateTime.UtcNow;
        _left = server.NotAfter.ToUniversalTime() - now;
        try
        {
            _objection = CertificateJudge.Objection(server, chain, _tls, _name, now);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            _objection = $"the certificate cannot be compared with {_name}: {e.Message}";
        }
        return _objection is null;
    }

    private static T OfFile<T>(string what, string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new FileFault($"the {what} {path} cannot be used: {e.Message}");
        }
    }

    private sealed class FileFault(string message) : Exception(message);
}
