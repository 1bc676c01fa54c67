using System.Text;
using HaDirector.Model;

namespace HaDirector.Link.Plans;

/// <summary>Reads fields. After the first thing that is not sound everything it gives back is blank, and <see cref="Refusal"/> says why.</summary>
internal sealed class PlanDecoder(ReadOnlyMemory<byte> bytes) : PlanCodec
{
    private int _at;

    /// <summary>Why the bytes are no plan; null while nothing is wrong.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Whether every byte was read.</summary>
    public bool IsAtEnd => _at == bytes.Length;

    private int Left => bytes.Length - _at;

    /// <inheritdoc/>
    public override long Number(string what, long value, long least, long most)
    {
        ulong read = 0;
        int shift = 0;
        byte part;
        do
        {
            if (Refusal is not null) return least;
            if (Left == 0 || shift > 63)
            {
                Refuse($"{what} is cut short");
                return least;
            }
            part = bytes.Span[_at++];
            read |= (ulong)(part & 0x7F) << shift;
            shift += 7;
        }
        while (part >= 0x80);

        long number = (long)(read >> 1) ^ -(long)(read & 1);
        if (number >= least && number <= most) return number;
        Refuse($"{what} {number}");
        return least;
    }

    /// <inheritdoc/>
    public override string Text(string what, string value, int shortest, int longest)
    {
        ReadOnlySpan<byte> read = Bytes(what, default, shortest, longest).Span;
        if (!read.ContainsAnyExceptInRange((byte)' ', (byte)'~')) return Encoding.ASCII.GetString(read);
        Refuse($"{what} has characters that cannot be printed");
        return "";
    }

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Bytes(string what, ReadOnlyMemory<byte> value, int shortest, int longest)
    {
        int length = Int(what, 0, 0, int.MaxValue);
        if (Refusal is not null) return default;
        if (length < shortest || length > longest || length > Left)
        {
            Refuse($"{what} of {length} bytes");
            return default;
        }
        _at += length;
        return bytes.Slice(_at - length, length);
    }

    /// <inheritdoc/>
    public override IpAddress Address(string what, IpAddress value)
    {
        if (Refusal is not null) return default;
        byte family = Left == 0 ? byte.MaxValue : bytes.Span[_at++];
        int length = family switch { 0 => 0, (byte)IpFamily.V4 => 4, (byte)IpFamily.V6 => 16, _ => int.MaxValue };
        if (length > Left)
        {
            Refuse($"{what} is no address");
            return default;
        }
        _at += length;
        return IpAddress.TryRead(bytes.Span.Slice(_at - length, length), out IpAddress address) ? address : default;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<T> List<T>(string what, IReadOnlyList<T> values, int most, T blank, Func<PlanCodec, T, T> field)
    {
        int count = Int($"number of {what}", 0, 0, most);
        List<T> read = [];
        while (read.Count < count && Refusal is null) read.Add(field(this, blank));
        return Refusal is null ? read.ToArray() : [];
    }

    /// <inheritdoc/>
    public override void Refuse(string why) => Refusal ??= $"{Subject}: {why}";
}
