using System.Diagnostics.CodeAnalysis;
using HaDirector.VrrpProcess;

namespace HaDirector.Cli;

/// <summary>The command line of `hadirector run`, parsed by hand. What it does not understand is left to the parser of all verbs, which explains it.</summary>
internal static class RunArguments
{
    /// <summary>Whether this is a `run` that needs no explanation.</summary>
    /// <param name="arguments">The whole command line.</param>
    /// <param name="options">What the VRRP process is told: the director process gets the same arguments.</param>
    public static bool TryParse(string[] arguments, [NotNullWhen(true)] out VrrpProcessOptions? options)
    {
        options = null;
        if (arguments.Length == 0 || arguments[0] != "run") return false;
        for (int i = 1; i < arguments.Length; i++)
        {
            string argument = arguments[i];
            int equals = argument.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? argument : argument[..equals];
            string? value = equals >= 0 ? argument[(equals + 1)..] : ++i < arguments.Length ? arguments[i] : null;
            if (string.IsNullOrEmpty(value) || value[0] == '-') return false;
            bool known = name is "--config" or "--director" or "--run-dir" || (name == "--log" && value is "text" or "json");
            if (!known) return false;
        }
        options = new VrrpProcessOptions(arguments[1..]);
        return true;
    }
}
