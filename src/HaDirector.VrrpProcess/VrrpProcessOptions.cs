namespace HaDirector.VrrpProcess;

/// <summary>What the VRRP process is told by the command line.</summary>
/// <param name="DirectorArguments">Arguments of the director process after its verb: those that `run` was given.</param>
public sealed record VrrpProcessOptions(IReadOnlyList<string> DirectorArguments)
{
    /// <summary>The verb that makes the executable be the director process.</summary>
    public const string DirectorVerb = "director-process";

    /// <summary>Environment variable that tells the director process the descriptor of the link.</summary>
    public const string LinkDescriptorVariable = "HADIRECTOR_LINK_FD";

    /// <summary>Environment variable that is 1 when the director process is not the first of this VRRP process.</summary>
    public const string RestartedVariable = "HADIRECTOR_RESTARTED";

    /// <summary>Exit code by which the director process says that it does not want to be started again: the configuration is refused (EX_CONFIG).</summary>
    public const int ExitConfigurationRefused = 78;

    /// <summary>Where the role record is kept, by which a process that is started again goes on without an election; null keeps none.</summary>
    public string? RunDirectory { get; init; }

    /// <summary>How the real-time loop behaves.</summary>
    public RealTimeSettings RealTime { get; init; } = new();
}
