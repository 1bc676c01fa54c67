using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace HaDirector.Probes;

/// <summary>Regular expressions of checks, one instance for equal patterns: thousands of servers usually share one, and its automaton is large.</summary>
internal static class BodyPatterns
{
    private const int Max = 256; // beyond it all are made anew: configurations come and go, this process stays

    private static readonly ConcurrentDictionary<string, Regex> Known = new(StringComparer.Ordinal);

    /// <summary>The expression of a pattern; linear in the length of what it is matched against.</summary>
    /// <exception cref="ArgumentException">The pattern is no regular expression.</exception>
    /// <exception cref="NotSupportedException">It needs backtracking.</exception>
    public static Regex Of(string pattern)
    {
        if (Known.Count >= Max) Known.Clear();
        return Known.GetOrAdd(pattern, static text => new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
    }
}
