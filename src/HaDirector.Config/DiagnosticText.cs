using System.Globalization;
using System.Text;
using HaDirector.Config.Yaml;

namespace HaDirector.Config;

/// <summary>Findings for people: one line each, then the line of the file with a caret under the place.</summary>
public static class DiagnosticText
{
    /// <summary>Most characters shown of a line; a longer one is cut to the place.</summary>
    private const int WidthMax = 120;

    /// <summary>All findings of a load.</summary>
    public static string Render(LoadResult result)
    {
        StringBuilder text = new();
        TextLines lines = new(result.Source);
        foreach (Diagnostic diagnostic in result.Diagnostics)
        {
            text.Append(diagnostic).Append('\n');
            if (result.Source.Length > 0) AppendLine(text, lines, diagnostic.Position);
        }
        return text.ToString();
    }

    private static void AppendLine(StringBuilder text, TextLines lines, Position position)
    {
        ReadOnlySpan<char> line = lines[position.Line];
        int caret = position.Column - 1;
        int from = caret > WidthMax - 20 ? caret - (WidthMax / 2) : 0;
        ReadOnlySpan<char> shown = line[from..Math.Min(line.Length, from + WidthMax)].TrimEnd();
        string number = position.Line.ToString(CultureInfo.InvariantCulture).PadLeft(5);
        text.Append(number).Append(" | ").Append(Findings.Plain(shown.ToString())).Append('\n');
        text.Append(' ', number.Length).Append(" | ").Append(' ', caret - from).Append("^\n");
    }
}
