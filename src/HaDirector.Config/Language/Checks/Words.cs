using HaDirector.Config.Binding;

namespace HaDirector.Config.Language.Checks;

/// <summary>The texts that several kinds of checks use.</summary>
internal static class Words
{
    public static readonly ScalarShape<string> Host = Scalars.Text(
        "a host name, perhaps with a port", "^[0-9A-Za-z._:\\[\\]-]{1,255}$",
        t => t.Length is >= 1 and <= 255 && t.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '[' or ']' or '-'));

    /// <summary>One word of printable ASCII.</summary>
    public static readonly ScalarShape<string> Word = Scalars.Text(
        "a word of at most 255 characters", "^[!-~]{1,255}$", t => t.Length is >= 1 and <= 255 && t.All(c => c is >= '!' and <= '~'));

    /// <summary>A line of a header, an answer or an argument.</summary>
    public static readonly ScalarShape<string> Line = Scalars.Text(
        "a line of at most 1000 characters", "^[ -~\\u00A0-\\uFFFF]{1,1000}$", t => t.Length is >= 1 and <= 1000 && t.All(c => c is (>= ' ' and <= '~') or >= '\u00A0'));

    /// <summary>A login name, as useradd takes it.</summary>
    public static readonly ScalarShape<string> User = Scalars.Text("a user's name", "^[a-z_][a-z0-9_-]{0,31}$",
        t => t.Length is >= 1 and <= 32 && (char.IsAsciiLetterLower(t[0]) || t[0] == '_') && t.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-'));
}
