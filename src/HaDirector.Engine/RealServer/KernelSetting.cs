namespace HaDirector.Engine.RealServer;

/// <summary>A kernel setting that a real server needs.</summary>
/// <param name="Name">Its sysctl name.</param>
/// <param name="Value">The value that is set.</param>
/// <param name="Reason">What goes wrong without it, for people.</param>
public sealed record KernelSetting(string Name, string Value, string Reason)
{
    /// <summary>Another value that does as well; null is none.</summary>
    public string? OrElse { get; init; }

    /// <summary>Whether a value that is there will do.</summary>
    public bool Accepts(string? value) => value == Value || (value is not null && value == OrElse);
}
