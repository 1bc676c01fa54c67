using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace HaDirector.Config.Yaml;

/// <summary>Bytes of a file to text, refusing what no configuration is: too much, not UTF-8, control characters,
/// tabs that indent.</summary>
internal static class SourceText
{
    /// <summary>Six times what 10,000 services with 10 servers each take.</summary>
    public const int BytesMax = 32 << 20;

    /// <summary>Control characters, and the line ends of Unicode that an editor does not count as lines.</summary>
    private static readonly SearchValues<char> Refused = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(c => (char)c).Except(['\t', '\n', '\r']), '\x7F', '\x85', '\u2028', '\u2029', '\uFEFF']);

    /// <summary>The text, or null after a finding that leaves nothing to read on.</summary>
    public static string? Decode(ReadOnlySpan<byte> content, Findings findings)
    {
        if (content.Length > BytesMax)
        {
            findings.Error(DiagnosticCodes.TooLarge, Spot.Start,
                $"the file has {content.Length >> 20} MiB; the limit is {BytesMax >> 20} MiB");
            return null;
        }
        content = WithoutMark(content);
        bool valid = Utf8.IsValid(content);
        string text = valid ? Encoding.UTF8.GetString(content) : ReadableStart(content);
        int bad = text.AsSpan().IndexOfAny(Refused);
        if (bad >= 0)
        {
            findings.Error(DiagnosticCodes.NotText, At(text, bad),
                $"the character U+{(int)text[bad]:X4} has no place in a configuration", "is this a text file?");
            return null;
        }
        if (!valid)
        {
            findings.Error(DiagnosticCodes.NotText, At(text, text.Length), "this byte is not UTF-8", "save the file as UTF-8 text");
            return null;
        }
        FindTabs(text, findings);
        return text;
    }

    /// <summary>What can be shown of the lines of any content: as <see cref="Decode"/> reads it,
    /// up to the first byte that is no text.</summary>
    public static string Show(ReadOnlySpan<byte> content) => content.Length > BytesMax ? "" : ReadableStart(WithoutMark(content));

    /// <summary>The byte order mark, which some editors write, is no part of the text.</summary>
    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> content) =>
        content.StartsWith(Encoding.UTF8.Preamble) ? content[3..] : content;

    /// <summary>The text before the first byte that is not UTF-8.</summary>
    private static string ReadableStart(ReadOnlySpan<byte> content)
    {
        char[] chars = new char[content.Length];
        Utf8.ToUtf16(content, chars, out _, out int written, replaceInvalidSequences: false);
        return new string(chars, 0, written);
    }

    /// <summary>YAML forbids tabs in indentation; the parser's own words about it help nobody, so each is named here.</summary>
    private static void FindTabs(string text, Findings findings)
    {
        for (int tab = text.IndexOf('\t'); tab >= 0 && !findings.IsFull; tab = tab + 1 < text.Length ? text.IndexOf('\t', tab + 1) : -1)
        {
            int start = text.AsSpan(0, tab).LastIndexOfAny('\n', '\r') + 1;
            if (text.AsSpan(start, tab - start).ContainsAnyExcept(' ')) continue;
            ReadOnlySpan<char> rest = text.AsSpan(tab).TrimStart("\t ");
            if (rest.IsEmpty || rest[0] is '\n' or '\r' or '#') continue;
            findings.Error(DiagnosticCodes.Tab, At(text, tab), "a tab indents this line; YAML wants spaces");
        }
    }

    private static Spot At(string text, int index)
    {
        TextLines before = new(text[..index]);
        bool afterBreak = index > 0 && text[index - 1] is '\n' or '\r';
        return afterBreak ? new Spot(before.Count + 1, 1) : new Spot(before.Count, before[before.Count].Length + 1);
    }
}
