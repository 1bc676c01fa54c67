namespace HaDirector.Health.Kinds;

/// <summary>A TLS handshake comes about with a good certificate.</summary>
/// <param name="Tls">How the server is known.</param>
/// <param name="Protocol">Application protocol to agree on (ALPN); null is none.</param>
public sealed record TlsCheck(TlsOptions Tls, string? Protocol) : CheckKind
{
    /// <inheritdoc/>
    public override string Name => "tls";
}
