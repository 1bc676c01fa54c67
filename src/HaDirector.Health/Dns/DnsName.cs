using System.Globalization;
using System.Text;

namespace HaDirector.Health.Dns;

/// <summary>Domain names in messages (RFC 1035 sections 3.1 and 4.1.4) and as text, as dig writes it. Total and bounded.</summary>
public static class DnsName
{
    /// <summary>Longest name in a message (section 2.3.4).</summary>
    public const int WireMax = 255;

    private const int LabelMax = 63;
    private const int PointersMax = 64; // each must lead back, so this is only a bound of the work
    private const byte PointerBits = 0xC0;

    /// <summary>Writes a name of plain labels; the dot at its end may be left out, "." is the root.</summary>
    /// <returns>Bytes written; 0 when it is no such name, or there is no room.</returns>
    public static int Write(string name, Span<byte> destination)
    {
        int at = 0;
        string labels = name.EndsWith('.') ? name[..^1] : name;
        if (name.Length is 0 or > WireMax || (labels.Length == 0 && name != ".")) return 0;
        foreach (Range part in labels.AsSpan().Split('.'))
        {
            ReadOnlySpan<char> label = labels.AsSpan(part);
            if (labels.Length == 0) break;
            if (label.IsEmpty || label.Length > LabelMax || label.ContainsAnyExceptInRange('!', '~') || label.Contains('\\')) return 0;
            if (at + 1 + label.Length + 1 > Math.Min(destination.Length, WireMax)) return 0;
            destination[at++] = (byte)label.Length;
            at += Encoding.ASCII.GetBytes(label, destination[at..]);
        }

        if (at >= destination.Length) return 0;
        destination[at++] = 0;
        return at;
    }

    /// <summary>Reads a name, following its pointers, which must lead back.</summary>
    /// <param name="message">The whole message.</param>
    /// <param name="at">Where the name begins; behind it afterwards.</param>
    /// <param name="name">The name with a dot at its end.</param>
    public static bool TryRead(ReadOnlySpan<byte> message, ref int at, out string name)
    {
        name = "";
        StringBuilder text = new();
        int position = at, earliest = at, length = 1;
        int after = -1; // behind the first pointer
        for (int pointers = 0; ;)
        {
            if (position >= message.Length) return false;
            byte first = message[position];
            if ((first & PointerBits) == PointerBits)
            {
                if (position + 1 >= message.Length || ++pointers > PointersMax) return false;
                if (after < 0) after = position + 2;
                int target = ((first & ~PointerBits) << 8) | message[position + 1];
                if (target >= earliest) return false;
                (position, earliest) = (target, target);
                continue;
            }

            if (first > LabelMax) return false;
            if (first == 0) break;
            length += 1 + first;
            if (length > WireMax || position + 1 + first > message.Length) return false;
            Append(text, message.Slice(position + 1, first));
            position += 1 + first;
        }

        at = after < 0 ? position + 1 : after;
        name = text.Length == 0 ? "." : text.ToString();
        return true;
    }

    /// <summary>A name as it is compared: with the dot at its end.</summary>
    public static string Full(string name) => name.EndsWith('.') ? name : name + ".";

    /// <summary>Escapes as RFC 1035 section 5.1 and dig do: a backslash before what has a meaning, three digits for what cannot be printed.</summary>
    internal static void Append(StringBuilder text, byte next, ReadOnlySpan<char> special)
    {
        if (next is < 0x20 or > 0x7E || (next == ' ' && special.Contains(' '))) text.Append('\\').Append(next.ToString("D3", CultureInfo.InvariantCulture));
        else if (special.Contains((char)next)) text.Append('\\').Append((char)next);
        else text.Append((char)next);
    }

    private static void Append(StringBuilder text, ReadOnlySpan<byte> label)
    {
        foreach (byte next in label) Append(text, next, " .\"();@$\\");
        text.Append('.');
    }
}
