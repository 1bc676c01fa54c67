using System.Globalization;
using HaDirector.Config.Binding;
using HaDirector.Model;

namespace HaDirector.Config.Language;

/// <summary>The single values that several tables use.</summary>
internal static class Scalars
{
    public static readonly ScalarShape<bool> Boolean =
        new("true or false", json => json.WriteString("type", "boolean"), ParseBoolean) { PlainOnly = true };

    /// <summary>Linux: at most 15 characters, no blank, slash or colon.</summary>
    public static readonly ScalarShape<string> Interface = Text(
        "the name of a network interface, at most 15 characters", "^[^/:\\s]{1,15}$",
        t => t.Length is >= 1 and <= 15 && t is not ("." or "..") && !t.Any(c => c is '/' or ':' || char.IsWhiteSpace(c)));

    /// <summary>Linux: a label must begin with the name of its interface, which is known only later.</summary>
    public static readonly ScalarShape<string> Label = Text(
        "a label of at most 15 characters", "^[^/\\s]{1,15}$", t => t.Length is >= 1 and <= 15 && !t.Any(c => c == '/' || char.IsWhiteSpace(c)));

    /// <summary>A file of this host.</summary>
    public static readonly ScalarShape<string> File = Path(255);

    public static ScalarShape<string> Path(int longest) => Text(
        $"an absolute path of at most {longest} characters", $"^/[!-~]{{1,{longest - 1}}}$", t => IsPlain(t, 2, longest) && t[0] == '/');

    /// <summary>Something that is not repeated in messages.</summary>
    public static ScalarShape<string> Secret(int shortest, int longest) => Text(
        $"{shortest} to {longest} characters without blanks", $"^[!-~]{{{shortest},{longest}}}$", t => IsPlain(t, shortest, longest), secret: true);

    /// <summary>A name that is given elsewhere in the file.</summary>
    public static ScalarShape<string> Name(NameRule rule) => Text($"a name of {rule.Expected}", rule.Pattern, rule.Allows);

    public static ScalarShape<int> Number(int least, int most) => new(
        $"a number from {least} to {most}",
        json =>
        {
            json.WriteString("type", "integer");
            json.WriteNumber("minimum", least);
            json.WriteNumber("maximum", most);
        },
        (string text, out int value) => TryNumber(text, out value) && value >= least && value <= most)
    { PlainOnly = true };

    /// <summary>A percentage, with its sign; <paramref name="numbers"/> is the pattern of those from least to most.</summary>
    public static ScalarShape<int> Percent(int least, int most, string numbers) => new(
        $"a percentage from {least}% to {most}%",
        json =>
        {
            json.WriteString("type", "string");
            json.WriteString("pattern", $"^({numbers})%$");
        },
        (string text, out int value) =>
        {
            value = 0;
            return text.EndsWith('%') && TryNumber(text[..^1], out value) && value >= least && value <= most;
        });

    /// <summary>A duration with a unit; the bounds and the step are written as people write them.</summary>
    public static ScalarShape<TimeSpan> Duration(string least, string most, string? step = null)
    {
        (TimeSpan from, TimeSpan to, TimeSpan unit) = (Parse(least), Parse(most), Parse(step ?? "0"));
        return new(
            $"a duration from {least} to {most}{(step is null ? "" : $" in steps of {step}")}",
            json =>
            {
                json.WriteString("type", "string");
                json.WriteString("pattern", "^[0-9]*\\.?[0-9]+(us|ms|s|m|h|d)$");
            },
            (string text, out TimeSpan value) =>
                DurationText.TryParse(text, out value) && text != "0" && value >= from && value <= to
                && (unit == default || value.Ticks % unit.Ticks == 0));

        static TimeSpan Parse(string text) => DurationText.TryParse(text, out TimeSpan value) ? value : throw new FormatException(text);
    }

    public static ScalarShape<string> Text(string expected, string pattern, Func<string, bool> allows, bool secret = false) => new(
        expected,
        json =>
        {
            json.WriteString("type", "string");
            json.WriteString("pattern", pattern);
        },
        (string text, out string value) =>
        {
            value = text;
            return allows(text);
        })
    { TextOnly = true, IsSecret = secret };

    /// <summary>Decimal digits, perhaps after '-'; no leading zero, which other readers of YAML take for octal.</summary>
    public static bool TryNumber(string text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
        && text[0] != '+' && (text.TrimStart('-') is "0" or [not '0', ..]);

    private static bool IsPlain(string text, int shortest, int longest) =>
        text.Length >= shortest && text.Length <= longest && text.All(c => c is >= '!' and <= '~');

    private static bool ParseBoolean(string text, out bool value)
    {
        value = text == "true";
        return value || text == "false";
    }
}
