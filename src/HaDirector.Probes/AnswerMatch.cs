using System.Globalization;
using System.Text;
using HaDirector.Health.Kinds;

namespace HaDirector.Probes;

/// <summary>Whether bytes hold what a check wants, and how they are shown to people.</summary>
internal static class AnswerMatch
{
    private const int ShownMax = 60; // bytes of an answer that a line for people shows

    /// <summary>Whether the wanted bytes, or a match of the expression over Latin-1, are in <paramref name="answer"/>.</summary>
    /// <exception cref="ArgumentException">The pattern is no regular expression.</exception>
    /// <exception cref="NotSupportedException">It needs backtracking.</exception>
    public static bool In(ReadOnlySpan<byte> answer, AnswerPattern wanted) => wanted.Bytes is { } bytes
        ? answer.IndexOf(bytes.AsSpan()) >= 0
        : wanted.Pattern is null || BodyPatterns.Of(wanted.Pattern).IsMatch(Encoding.Latin1.GetString(answer));

    /// <summary>Why a pattern cannot be used; null when it can.</summary>
    public static string? Defect(AnswerPattern? wanted)
    {
        try
        {
            _ = wanted?.Pattern is { } pattern ? BodyPatterns.Of(pattern) : null;
            return null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return $"the pattern of the check cannot be used: {e.Message}";
        }
    }

    /// <summary>The beginning of an answer in quotation marks, with everything unprintable as \r, \n or \xHH.</summary>
    public static string Quote(ReadOnlySpan<byte> answer)
    {
        StringBuilder text = new("\"");
        foreach (byte b in answer[..Math.Min(answer.Length, ShownMax)])
        {
            _ = b switch
            {
                (byte)'\r' => text.Append("\\r"),
                (byte)'\n' => text.Append("\\n"),
                (byte)'"' or (byte)'\\' => text.Append('\\').Append((char)b),
                >= 0x20 and < 0x7F => text.Append((char)b),
                _ => text.Append(CultureInfo.InvariantCulture, $"\\x{b:X2}"),
            };
        }
        return text.Append(answer.Length > ShownMax ? "...\"" : "\"").ToString();
    }
}
