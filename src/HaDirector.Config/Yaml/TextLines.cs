namespace HaDirector.Config.Yaml;

/// <summary>The lines of a text, found only when someone asks; a line ends with LF, CR LF or CR, as in YAML.</summary>
internal sealed class TextLines(string text)
{
    private List<(int Start, int Length)>? _lines;

    private List<(int Start, int Length)> Lines => _lines ??= Split(text);

    /// <summary>At least 1: an empty text has one empty line.</summary>
    public int Count => Lines.Count;

    /// <summary>A line by its number from 1, without its end.</summary>
    public ReadOnlySpan<char> this[int line] => text.AsSpan(Lines[line - 1].Start, Lines[line - 1].Length);

    /// <summary>The nearest position inside the text; one column behind the end of a line counts as inside.</summary>
    public Position Clamp(Position position)
    {
        int line = Math.Clamp(position.Line, 1, Count);
        int end = this[line].Length + 1;
        return position with { Line = line, Column = line < position.Line ? end : Math.Clamp(position.Column, 1, end) };
    }

    private static List<(int, int)> Split(string text)
    {
        List<(int, int)> lines = [];
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('\n' or '\r')) continue;
            lines.Add((start, i - start));
            if (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n') i++;
            start = i + 1;
        }
        if (start < text.Length || lines.Count == 0) lines.Add((start, text.Length - start));
        return lines;
    }
}
