using System.Globalization;
using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Health.Kinds;
using HaDirector.Model;

namespace HaDirector.Config.Language.Checks;

/// <summary>Bytes that a check sends or looks for, written as text.</summary>
internal static class Payload
{
    /// <summary>Most bytes: a check is no file transfer, and a datagram is not fragmented.</summary>
    public const int BytesMax = 1024;

    /// <summary>Longest pattern; a pattern is compiled before a plan is.</summary>
    private const int PatternMax = 500;

    /// <summary>ASCII as it is, any byte as \xHH, and \r \n \t \\.</summary>
    public static readonly ScalarShape<ValueList<byte>> Bytes = new(
        $"ASCII text of 1 to {BytesMax} bytes, other bytes as \\xHH (in single quotes; \\r, \\n, \\t and \\\\ too)",
        json =>
        {
            json.WriteString("type", "string");
            json.WriteString("pattern", $"^([\\x00-\\x5B\\x5D-\\x7F]|\\\\[rnt\\\\]|\\\\x[0-9A-Fa-f]{{2}}){{1,{BytesMax}}}$");
        },
        TryBytes)
    { TextOnly = true };

    public static readonly ScalarShape<string> Pattern = Scalars.Text(
        $"a regular expression of at most {PatternMax} characters", $"^.{{1,{PatternMax}}}$",
        t => t.Length is >= 1 and <= PatternMax && !t.Contains('\n'));

    /// <summary>What is looked for; null when nothing is.</summary>
    public static AnswerPattern? Expected(Located<ValueList<byte>>? bytes, Located<string>? pattern) =>
        bytes is null && pattern is null ? null : new(bytes?.Value, pattern?.Value);

    /// <summary>Reports bytes beside an expression.</summary>
    public static void Judge(Located<ValueList<byte>>? bytes, Located<string>? pattern, Findings findings)
    {
        if (bytes is not null && pattern is { } second)
            findings.Error(DiagnosticCodes.CheckKeys, second.At, "'expect' and 'expect_regex' exclude each other", "remove one of them");
    }

    private static bool TryBytes(string text, out ValueList<byte> value)
    {
        List<byte> bytes = new(Math.Min(text.Length, BytesMax));
        value = [];
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] > '\x7F' || bytes.Count == BytesMax) return false;
            if (text[i] != '\\')
            {
                bytes.Add((byte)text[i]);
                continue;
            }
            if (++i == text.Length) return false;
            if (text[i] == 'x')
            {
                if (i + 2 >= text.Length || !byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte hex)) return false;
                bytes.Add(hex);
                i += 2;
                continue;
            }
            int plain = "rnt\\".IndexOf(text[i], StringComparison.Ordinal);
            if (plain < 0) return false;
            bytes.Add("\r\n\t\\"u8[plain]);
        }
        value = [.. bytes];
        return bytes.Count > 0;
    }
}
