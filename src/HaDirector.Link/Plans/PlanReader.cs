using System.Buffers;

namespace HaDirector.Link.Plans;

/// <summary>Puts a plan together from the messages of the link. Believes nothing: what is not sound is refused whole, with a reason.</summary>
public sealed class PlanReader
{
    /// <summary>Most bytes of a plan.</summary>
    public const int BytesMax = 4 << 20;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private uint _epoch;
    private uint _length;
    private uint _parts;
    private bool _open;
    private string? _refusal;

    /// <summary>Why a plan was refused; null while nothing is wrong. Reading it forgets it.</summary>
    public string? TakeRefusal()
    {
        string? refusal = _refusal;
        _refusal = null;
        return refusal;
    }

    /// <summary>Takes one message of a plan.</summary>
    /// <param name="message">PlanBegin, PlanPart or PlanCommit; others are none of its business.</param>
    /// <returns>The plan when this message completed it; else null, and <see cref="TakeRefusal"/> says if something is wrong.</returns>
    public RealTimePlan? Take(LinkMessage message)
    {
        if (message.Kind == LinkMessageKind.PlanBegin)
        {
            (_epoch, _length, _parts, _open, _refusal) = (message.Epoch, message.Count, 0, true, null);
            _bytes.ResetWrittenCount();
            return _length > BytesMax ? Refuse($"a plan of {_length} bytes") : null;
        }

        if (message.Kind is not (LinkMessageKind.PlanPart or LinkMessageKind.PlanCommit)) return null;
        if (!_open) return null; // the rest of a plan that was refused already
        if (message.Epoch != _epoch) return Refuse($"message of plan {message.Epoch} inside plan {_epoch}");
        return message.Kind == LinkMessageKind.PlanPart ? Add(message) : Commit();
    }

    private RealTimePlan? Add(LinkMessage message)
    {
        ReadOnlySpan<byte> part = message.Part;
        if (message.Index != _parts) return Refuse($"part {message.Index} where {_parts} was due");
        if (part.IsEmpty || _bytes.WrittenCount + part.Length > _length) return Refuse($"{part.Length} bytes in part {_parts} of a plan of {_length}");
        _bytes.Write(part);
        _parts++;
        return null;
    }

    private RealTimePlan? Commit()
    {
        if (_bytes.WrittenCount != _length) return Refuse($"{_bytes.WrittenCount} bytes where {_length} were announced");
        PlanDecoder decoder = new(_bytes.WrittenSpan.ToArray());
        RealTimePlan plan = PlanFields.Plan(decoder, new RealTimePlan(_epoch, []));
        string? why = decoder.Refusal ?? (decoder.IsAtEnd ? PlanFaults.First(plan) : "the plan is longer than what is in it");
        if (why is not null) return Refuse(why);
        _open = false;
        return plan;
    }

    private RealTimePlan? Refuse(string why)
    {
        (_open, _refusal) = (false, why);
        return null;
    }
}
