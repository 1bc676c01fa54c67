using System.Runtime.CompilerServices;
using HaDirector.Model;

namespace HaDirector.Link.Plans;

/// <summary>
/// One direction of the encoding of a plan. Each field is given and comes back: the encoder writes it and gives back the same, the decoder
/// disregards what it is given and gives back what it read. So <see cref="PlanFields"/> describes both directions at once, and they cannot differ.
/// </summary>
internal abstract class PlanCodec
{
    /// <summary>What is being coded, for a refusal: "router web".</summary>
    public string Subject { get; set; } = "plan";

    /// <summary>A number within bounds.</summary>
    public abstract long Number(string what, long value, long least, long most);

    /// <summary>Printable ASCII of at most <paramref name="longest"/> characters.</summary>
    public abstract string Text(string what, string value, int shortest, int longest);

    /// <summary>Some bytes.</summary>
    public abstract ReadOnlyMemory<byte> Bytes(string what, ReadOnlyMemory<byte> value, int shortest, int longest);

    /// <summary>An address, or none.</summary>
    public abstract IpAddress Address(string what, IpAddress value);

    /// <summary>Values of one kind.</summary>
    /// <param name="what">Word for a refusal.</param>
    /// <param name="values">The values.</param>
    /// <param name="most">Most of them.</param>
    /// <param name="blank">What the decoder gives to <paramref name="field"/>.</param>
    /// <param name="field">Codes one of them.</param>
    public abstract IReadOnlyList<T> List<T>(string what, IReadOnlyList<T> values, int most, T blank, Func<PlanCodec, T, T> field);

    /// <summary>A number that fits a byte.</summary>
    public byte Byte(string what, byte value, byte least = 0) => (byte)Number(what, value, least, byte.MaxValue);

    /// <summary>A number that fits 31 bits.</summary>
    public int Int(string what, int value, int least, int most) => (int)Number(what, value, least, most);

    /// <summary>A number of 32 bits.</summary>
    public uint Word(string what, uint value) => (uint)Number(what, value, 0, uint.MaxValue);

    /// <summary>Yes or no.</summary>
    public bool Flag(string what, bool value) => Number(what, value ? 1 : 0, 0, 1) == 1;

    /// <summary>A time that is not negative.</summary>
    public TimeSpan Time(string what, TimeSpan value) => new(Number(what, value.Ticks, 0, TimeSpan.MaxValue.Ticks));

    /// <summary>One of an enum of bytes.</summary>
    public T Choice<T>(string what, T value)
        where T : unmanaged, Enum
    {
        T coded = Unsafe.BitCast<byte, T>(Byte(what, Unsafe.BitCast<T, byte>(value)));
        if (!Enum.IsDefined(coded)) Refuse($"{what} {coded}");
        return coded;
    }

    /// <summary>An address with a prefix length, or none.</summary>
    public IpPrefix Prefix(string what, IpPrefix value)
    {
        IpAddress address = Address(what, value.Address);
        return new IpPrefix(address, (byte)Number(what, value.Length, 0, address.IsSet ? address.BitCount : 0));
    }

    /// <summary>Something that may be missing.</summary>
    public T? Optional<T>(string what, T? value, T blank, Func<PlanCodec, T, T> field)
        where T : class
        => Flag(what, value is not null) ? field(this, value ?? blank) : null;

    /// <summary>Says that it is not sound. The encoder does not judge.</summary>
    public abstract void Refuse(string why);
}
