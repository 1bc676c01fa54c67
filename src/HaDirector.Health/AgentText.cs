using System.Buffers.Text;
using System.Text;

namespace HaDirector.Health;

/// <summary>One line of HAProxy's agent-check text: "up 75% maxconn:30", "drain", "down #disk full". Total: any bytes give a value.</summary>
/// <param name="Up">What it says of the service: true "up", false "down", "fail", "failed" or "stopped"; null when it says nothing of it.</param>
/// <param name="Word">The word that said so, in lower case; empty when none did.</param>
/// <param name="Reason">What stands behind the sharp; empty when there is none.</param>
/// <param name="Advice">Weight, administrative state and limit it asks for; null when it asks for none.</param>
/// <param name="Known">Words that were understood.</param>
/// <param name="Unknown">Words that were not; they are passed over, as HAProxy does.</param>
public readonly record struct AgentText(bool? Up, string Word, string Reason, ServerAdvice? Advice, int Known, int Unknown)
{
    /// <summary>Longest line, in bytes; what follows is not read.</summary>
    public const int LineMax = 4 * 1024;

    /// <summary>Largest percentage that counts; more is taken for this.</summary>
    public const int PercentMax = 256;

    private const int ReasonMax = 200;

    /// <summary>Reads the first line; it ends with CR, LF, NUL or the bytes.</summary>
    public static AgentText Read(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> line = FirstLine(text);
        bool? up = null;
        string word = "", reason = "";
        int? percent = null, limit = null;
        ServerMode? mode = null;
        int known = 0, unknown = 0;
        while (true)
        {
            line = line.TrimStart(" \t,"u8);
            if (line.IsEmpty) break;
            if (line[0] == '#')
            {
                reason = Printable(line[1..]);
                break;
            }

            int end = line.IndexOfAny(" \t,#"u8);
            ReadOnlySpan<byte> next = end < 0 ? line : line[..end];
            line = line[next.Length..];
            known++;
            if (StateOf(next) is { } state) (up, word) = state;
            else if (ModeOf(next) is { } asked) mode = asked;
            else if (next[^1] == '%' && Number(next[..^1], PercentMax) is { } share) percent = share;
            else if (next.Length > 8 && Ascii.EqualsIgnoreCase(next[..8], "maxconn:"u8) && Number(next[8..], int.MaxValue) is { } most) limit = most;
            else (known, unknown) = (known - 1, unknown + 1);
        }

        ServerAdvice? advice = percent is null && mode is null && limit is null ? null : new ServerAdvice(percent, mode, limit);
        return new AgentText(up, word, reason, advice, known, unknown);
    }

    /// <summary>What a program or a file says besides: agent text of which every word is understood, or a bare whole number, a weight in percent.</summary>
    /// <returns>Null when the line is neither, so that what was meant for people moves no weight.</returns>
    public static AgentText? ReadStrict(ReadOnlySpan<byte> text)
    {
        if (Number(FirstLine(text).Trim(" \t"u8), PercentMax) is { } percent)
            return new AgentText(null, "", "", new ServerAdvice(percent, null, null), 1, 0);
        AgentText said = Read(text);
        return said is { Unknown: 0, Known: > 0 } ? said : null;
    }

    /// <summary>The weight in percent a text begins with; null when it does not begin with a whole number that ends where a word ends.</summary>
    public static int? LeadingPercent(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> rest = text.TrimStart(" \t\r\n"u8);
        int end = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        ReadOnlySpan<byte> digits = end < 0 ? rest : rest[..end];
        bool ends = end < 0 || rest[end] is (byte)'%' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0;
        return ends ? Number(digits, PercentMax) : null;
    }

    /// <summary>A text of a server or a program as a person may see it: its first line, cut, without control characters.</summary>
    public static string Printable(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> line = FirstLine(text);
        string all = Encoding.UTF8.GetString(line[..Math.Min(line.Length, ReasonMax)]);
        return new string([.. all.Where(c => !char.IsControl(c))]).Trim();
    }

    private static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> text)
    {
        text = text[..Math.Min(text.Length, LineMax)];
        int end = text.IndexOfAny("\r\n\0"u8);
        return end < 0 ? text : text[..end];
    }

    private static (bool Up, string Word)? StateOf(ReadOnlySpan<byte> word)
    {
        if (Ascii.EqualsIgnoreCase(word, "up"u8)) return (true, "up");
        if (Ascii.EqualsIgnoreCase(word, "down"u8)) return (false, "down");
        if (Ascii.EqualsIgnoreCase(word, "fail"u8)) return (false, "fail");
        if (Ascii.EqualsIgnoreCase(word, "failed"u8)) return (false, "failed");
        return Ascii.EqualsIgnoreCase(word, "stopped"u8) ? (false, "stopped") : null;
    }

    private static ServerMode? ModeOf(ReadOnlySpan<byte> word)
    {
        if (Ascii.EqualsIgnoreCase(word, "ready"u8)) return ServerMode.Ready;
        if (Ascii.EqualsIgnoreCase(word, "drain"u8)) return ServerMode.Drain;
        return Ascii.EqualsIgnoreCase(word, "maint"u8) ? ServerMode.Maintenance : null;
    }

    /// <summary>Decimal digits and nothing else; what is larger than <paramref name="max"/> is taken for it.</summary>
    private static int? Number(ReadOnlySpan<byte> digits, int max)
    {
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return null;
        return Utf8Parser.TryParse(digits, out int value, out int used) && used == digits.Length ? Math.Min(value, max) : max;
    }
}
