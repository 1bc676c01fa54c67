using HaDirector.Model;

namespace HaDirector.Health.Kinds;

/// <summary>The server says how it is: one line of HAProxy's agent-check text ("up 75% maxconn:30", "drain", "down #reason").</summary>
/// <param name="Send">Bytes sent first; null is none.</param>
public sealed record AgentCheck(ValueList<byte>? Send) : CheckKind
{
    /// <inheritdoc/>
    public override string Name => "agent";
}
