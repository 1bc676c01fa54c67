using HaDirector.Model;

namespace HaDirector.Health.Kinds;

/// <summary>A datagram is answered as wanted; where no answer is wanted, it is at least not refused by ICMP until the time-out.</summary>
/// <param name="Send">Payload; may be empty.</param>
/// <param name="Expect">What the answer must hold; null is any answer.</param>
/// <param name="AnswerRequired">Whether silence is a failure.</param>
public sealed record UdpCheck(ValueList<byte> Send, AnswerPattern? Expect, bool AnswerRequired) : CheckKind
{
    /// <inheritdoc/>
    public override string Name => "udp";
}
