namespace HaDirector.Daemon;

/// <summary>How log lines are written.</summary>
public enum LogFormat : byte
{
    /// <summary>Lines for people; under systemd with its priority prefixes and without a time of our own.</summary>
    Text,

    /// <summary>One JSON object a line.</summary>
    Json,
}

/// <summary>What the director process was started with.</summary>
/// <param name="ConfigPath">Path of the configuration.</param>
/// <param name="Director">Name of this director; null is the host name.</param>
/// <param name="RunDirectory">Directory of the control socket and of the last good configuration.</param>
/// <param name="Log">How log lines are written.</param>
public sealed record DirectorOptions(string ConfigPath, string? Director, string RunDirectory, LogFormat Log)
{
    /// <summary>Where the configuration is unless said otherwise.</summary>
    public const string DefaultConfigPath = "/etc/hadirector/hadirector.yaml";

    /// <summary>Where what is known of servers outlives the host, unless said otherwise.</summary>
    public const string DefaultStateDirectory = "/var/lib/hadirector";

    /// <summary>The state directory: the service manager's STATE_DIRECTORY (its first), else the default; beside a run directory of its own it is that one.</summary>
    public string StateDirectory => StateDirectoryOf(RunDirectory);

    /// <summary>The state directory that goes with a run directory.</summary>
    public static string StateDirectoryOf(string runDirectory) => Environment.GetEnvironmentVariable("STATE_DIRECTORY") is { Length: > 0 } given ? given.Split(':')[0]
        : runDirectory == HaDirector.Linux.RunDirectory.Default ? DefaultStateDirectory
        : runDirectory;

    /// <summary>The control socket in a run directory.</summary>
    public static string SocketIn(string runDirectory) => Path.Combine(runDirectory, "control.sock");

    /// <summary>The run directory: what was asked for, else the service manager's RUNTIME_DIRECTORY (its first), else the default. Always absolute.</summary>
    public static string RunDirectoryOf(string? option, string? runtimeDirectory) => HaDirector.Linux.RunDirectory.Of(option, runtimeDirectory);
}
