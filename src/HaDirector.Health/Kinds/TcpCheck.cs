using HaDirector.Model;

namespace HaDirector.Health.Kinds;

/// <summary>A TCP connection can be opened; if asked for, what is sent is answered as wanted.</summary>
/// <param name="Send">Bytes sent after the connection is open; null is none.</param>
/// <param name="Expect">What must come; null is nothing.</param>
/// <param name="Full">Whether the handshake is completed and closed in good order, so that the server's program sees a connection.</param>
public sealed record TcpCheck(ValueList<byte>? Send = null, AnswerPattern? Expect = null, bool Full = false) : CheckKind
{
    /// <inheritdoc/>
    public override string Name => "tcp";
}
