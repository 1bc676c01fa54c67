using HaDirector.Drills;

namespace HaDirector.Stage;

/// <summary>What a drill is asked to do.</summary>
/// <param name="Subject">The pair, read from the configuration.</param>
/// <param name="ConfigFile">The configuration file both directors are started with.</param>
public sealed record DrillOptions(DrillSubject Subject, string ConfigFile)
{
    /// <summary>Faults in the order they are injected.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = FaultText.All;

    /// <summary>How often each fault is injected; medians are judged.</summary>
    public int Repeat { get; init; } = 1;

    /// <summary>Where report, capture and logs are written.</summary>
    public string OutputDirectory { get; init; } = "drill";

    /// <summary>What the names of the lab's network namespaces begin with.</summary>
    public string NamespacePrefix { get; init; } = "hd-";

    /// <summary>The executable of the directors; null is the running one.</summary>
    public string? Executable { get; init; }
}
