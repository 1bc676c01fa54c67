namespace HaDirector.Link.Plans;

/// <summary>Cuts a plan into messages: its beginning with its length, its parts, its end.</summary>
public sealed class PlanWriter
{
    private readonly ReadOnlyMemory<byte> _plan;
    private readonly uint _epoch;
    private uint _next;

    /// <summary>Encodes the plan.</summary>
    public PlanWriter(RealTimePlan plan)
    {
        PlanEncoder encoder = new();
        PlanFields.Plan(encoder, plan);
        (_plan, _epoch) = (encoder.Written, plan.Epoch);
    }

    private uint Parts => (uint)((_plan.Length + LinkMessage.PartMax - 1) / LinkMessage.PartMax);

    /// <summary>Fills the next message; false when there is none any more.</summary>
    public bool TryWrite(LinkMessage message)
    {
        if (_next > Parts + 1) return false;
        message.Clear();
        message.Epoch = _epoch;
        if (_next == 0)
        {
            message.Kind = LinkMessageKind.PlanBegin;
            message.Count = (uint)_plan.Length;
        }
        else if (_next <= Parts)
        {
            message.Kind = LinkMessageKind.PlanPart;
            message.Index = _next - 1;
            ReadOnlySpan<byte> rest = _plan.Span[(int)(message.Index * LinkMessage.PartMax)..];
            message.Part = rest[..Math.Min(rest.Length, LinkMessage.PartMax)];
        }
        else
        {
            message.Kind = LinkMessageKind.PlanCommit;
        }
        _next++;
        return true;
    }
}
