using System.Diagnostics.CodeAnalysis;

namespace HaDirector.Cli;

/// <summary>
/// The options of `run` and of the director process, parsed by hand: both start many times in a day of failures, and the VRRP process may load
/// nothing it does not need. What is not understood here is left to the parser of all verbs, which explains it.
/// </summary>
/// <param name="Config">--config.</param>
/// <param name="Director">--director.</param>
/// <param name="RunDirectory">--run-dir.</param>
/// <param name="Json">--log json.</param>
internal sealed record DaemonArguments(string? Config, string? Director, string? RunDirectory, bool Json)
{
    /// <summary>Whether these are options that need no explanation.</summary>
    /// <param name="arguments">What follows the verb.</param>
    /// <param name="parsed">The options; null where not given.</param>
    public static bool TryParse(string[] arguments, [NotNullWhen(true)] out DaemonArguments? parsed)
    {
        parsed = null;
        DaemonArguments result = new(null, null, null, false);
        for (int i = 0; i < arguments.Length; i++)
        {
            string argument = arguments[i];
            int equals = argument.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? argument : argument[..equals];
            string? value = equals >= 0 ? argument[(equals + 1)..] : ++i < arguments.Length ? arguments[i] : null;
            if (string.IsNullOrEmpty(value) || value[0] == '-') return false;
            DaemonArguments? next = (name, value) switch
            {
                ("--config", _) => result with { Config = value },
                ("--director", _) => result with { Director = value },
                ("--run-dir", _) => result with { RunDirectory = value },
                ("--log", "text" or "json") => result with { Json = value == "json" },
                _ => null,
            };
            if (next is null) return false;
            result = next;
        }
        parsed = result;
        return true;
    }
}
