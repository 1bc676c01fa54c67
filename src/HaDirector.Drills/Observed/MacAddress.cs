namespace HaDirector.Drills;

/// <summary>A link-layer address of Ethernet.</summary>
public readonly record struct MacAddress(ulong Bits)
{
    /// <summary>Bytes of an address.</summary>
    public const int ByteCount = 6;

    /// <summary>Every station.</summary>
    public static readonly MacAddress Broadcast = new(0xFFFF_FFFF_FFFF);

    /// <summary>Reads the first six bytes of <paramref name="bytes"/>, which has them.</summary>
    public static MacAddress Read(ReadOnlySpan<byte> bytes)
    {
        ulong bits = 0;
        foreach (byte b in bytes[..ByteCount]) bits = (bits << 8) | b;
        return new MacAddress(bits);
    }

    /// <summary>Writes six bytes.</summary>
    public void Write(Span<byte> destination)
    {
        for (int i = 0; i < ByteCount; i++) destination[i] = (byte)(Bits >> (8 * (ByteCount - 1 - i)));
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        ulong bits = Bits;
        return string.Join(':', Enumerable.Range(0, ByteCount).Select(i => $"{(byte)(bits >> (8 * (ByteCount - 1 - i))):x2}"));
    }
}
