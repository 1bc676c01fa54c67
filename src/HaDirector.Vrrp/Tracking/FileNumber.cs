namespace HaDirector.Vrrp.Tracking;

/// <summary>The number in a tracked file.</summary>
public static class FileNumber
{
    /// <summary>Bytes of the file that are looked at.</summary>
    public const int BytesMax = 64;

    private const int DigitsMax = 9; // so that it fits

    /// <summary>Reads a number in decimal, with a sign or without, white space around it; anything else is 0.</summary>
    public static int Of(ReadOnlySpan<byte> text)
    {
        text = text[..Math.Min(text.Length, BytesMax)].Trim(" \t\r\n"u8);
        bool negative = text.StartsWith("-"u8);
        if (negative || text.StartsWith("+"u8)) text = text[1..];
        if (text.IsEmpty || text.Length > DigitsMax || text.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return 0;
        int number = 0;
        foreach (byte digit in text) number = (number * 10) + (digit - '0');
        return negative ? -number : number;
    }
}
