using System.Buffers;
using System.Text;
using HaDirector.Model;

namespace HaDirector.Link.Plans;

/// <summary>Writes fields. Numbers take one byte for each seven bits, the sign lowest.</summary>
internal sealed class PlanEncoder : PlanCodec
{
    private readonly ArrayBufferWriter<byte> _written = new();

    /// <summary>All that was written.</summary>
    public ReadOnlyMemory<byte> Written => _written.WrittenMemory;

    /// <inheritdoc/>
    public override long Number(string what, long value, long least, long most)
    {
        ulong rest = (ulong)((value << 1) ^ (value >> 63));
        for (; rest >= 0x80; rest >>= 7) Put((byte)(rest | 0x80));
        Put((byte)rest);
        return value;
    }

    /// <inheritdoc/>
    public override string Text(string what, string value, int shortest, int longest)
    {
        Bytes(what, Encoding.ASCII.GetBytes(value), shortest, longest);
        return value;
    }

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Bytes(string what, ReadOnlyMemory<byte> value, int shortest, int longest)
    {
        Number(what, value.Length, shortest, longest);
        _written.Write(value.Span);
        return value;
    }

    /// <inheritdoc/>
    public override IpAddress Address(string what, IpAddress value)
    {
        Put((byte)value.Family);
        if (!value.IsSet) return value;
        value.Write(_written.GetSpan(value.ByteCount));
        _written.Advance(value.ByteCount);
        return value;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<T> List<T>(string what, IReadOnlyList<T> values, int most, T blank, Func<PlanCodec, T, T> field)
    {
        Number(what, values.Count, 0, most);
        foreach (T value in values) field(this, value);
        return values;
    }

    /// <inheritdoc/>
    public override void Refuse(string why)
    {
    }

    private void Put(byte value)
    {
        _written.GetSpan(1)[0] = value;
        _written.Advance(1);
    }
}
