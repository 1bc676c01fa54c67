namespace HaDirector.Health.Kinds;

/// <summary>grpc.health.v1.Health/Check answers SERVING.</summary>
/// <param name="Service">Service asked about; "" is the server as a whole.</param>
/// <param name="Host">:authority; null is the target.</param>
/// <param name="Tls">How the server is known; null is plain text.</param>
public sealed record GrpcCheck(string Service, string? Host, TlsOptions? Tls) : CheckKind
{
    /// <inheritdoc/>
    public override string Name => "grpc";
}
