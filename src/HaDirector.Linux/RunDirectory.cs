namespace HaDirector.Linux;

/// <summary>Where a director keeps its control socket and its notes to itself while the host runs.</summary>
public static class RunDirectory
{
    /// <summary>Where it is unless said otherwise.</summary>
    public const string Default = "/run/hadirector";

    /// <summary>What was asked for, else the service manager's RUNTIME_DIRECTORY (its first), else the default. Always absolute.</summary>
    public static string Of(string? option, string? runtimeDirectory)
    {
        if (!string.IsNullOrEmpty(option)) return Path.GetFullPath(option);
        return string.IsNullOrEmpty(runtimeDirectory) ? Default : runtimeDirectory.Split(':')[0];
    }
}
