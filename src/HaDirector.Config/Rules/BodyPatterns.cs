using System.Text.RegularExpressions;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Rules;

/// <summary>A pattern must compile in the engine whose time is linear in the answer.</summary>
internal static class BodyPatterns
{
    public static void Check(RuleScope scope)
    {
        Dictionary<string, string?> judged = new(StringComparer.Ordinal);
        HashSet<Spot> reported = [];
        foreach (Located<string> body in scope.Checks.SelectMany(check => check.Check.Kinds).SelectMany(kind => kind.Value.Patterns))
        {
            if (!judged.TryGetValue(body.Value, out string? reason)) judged[body.Value] = reason = Judge(body.Value);
            if (reason is not null && reported.Add(body.At))
                scope.Findings.Error(DiagnosticCodes.BadPattern, body.At, $"the regular expression cannot be used: {reason}");
        }
    }

    private static string? Judge(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return null;
        }
        catch (ArgumentException e)
        {
            return Findings.Plain(e.Message).TrimEnd('.');
        }
        catch (NotSupportedException)
        {
            return "look-around, back-references, atomic groups and conditions are not supported";
        }
    }
}
