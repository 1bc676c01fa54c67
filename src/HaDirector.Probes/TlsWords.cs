using System.Security.Authentication;
using System.Security.Cryptography;
using HaDirector.Health;

namespace HaDirector.Probes;

/// <summary>What the TLS library throws, in words.</summary>
internal static class TlsWords
{
    /// <summary>Whether an exception is one of TLS or of the connection below.</summary>
    public static bool CanSay(Exception e) => e is AuthenticationException or IOException or ObjectDisposedException
        or InvalidOperationException or NotSupportedException or ArgumentException or CryptographicException;

    /// <summary>The result of a try that ended by such an exception.</summary>
    public static ProbeResult Failed(ProbeConnection connection, Exception e)
    {
        if (connection.HasFailed) return connection.Failed();
        if (connection.ReceivedBytes == 0)
        {
            return connection.Failed(
                connection.Phase == ProbePhase.TlsHandshake ? "the server closed in the TLS handshake" : "the server closed in the middle of its answer",
                ProbeOutcome.Broken);
        }
        return connection.Failed(Say(e), ProbeOutcome.Tls);
    }

    /// <summary>OpenSSL says "error:0A000410:SSL routines::sslv3 alert handshake failure": what stands behind the last colon, without the history.</summary>
    private static string Say(Exception e)
    {
        string message = e.Message;
        for (Exception? inner = e; inner is not null; inner = inner.InnerException)
        {
            int at = inner.Message.LastIndexOf("::", StringComparison.Ordinal);
            if (at < 0) continue;
            string reason = inner.Message[(at + 2)..];
            int alert = reason.IndexOf("alert ", StringComparison.Ordinal);
            return alert >= 0 ? $"the server ended TLS: {reason[(alert + 6)..]}"
                : reason is "wrong version number" or "packet length too long" or "unknown protocol" or "http request" ? "the answer is not TLS"
                : $"TLS failed: {reason}";
        }
        return message.Contains("frame", StringComparison.Ordinal) ? "the answer is not TLS" : $"TLS failed: {message}";
    }
}
