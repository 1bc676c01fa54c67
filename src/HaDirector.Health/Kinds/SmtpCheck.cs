namespace HaDirector.Health.Kinds;

/// <summary>A mail server greets, answers EHLO and takes leave.</summary>
/// <param name="HelloName">Name said in EHLO.</param>
/// <param name="Tls">How the server is known; null is plain text.</param>
/// <param name="StartTls">With <paramref name="Tls"/>: whether TLS begins with STARTTLS and not with the connection.</param>
public sealed record SmtpCheck(string HelloName, TlsOptions? Tls, bool StartTls) : CheckKind
{
    /// <inheritdoc/>
    public override string Name => "smtp";
}
