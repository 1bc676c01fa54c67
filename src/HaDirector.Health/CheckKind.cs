namespace HaDirector.Health;

/// <summary>What a check does when it talks to a server: one record per kind, each in a file of its own under Kinds. Compared by value.</summary>
public abstract record CheckKind
{
    /// <summary>The name of the kind in configuration, status and metrics.</summary>
    public abstract string Name { get; }
}
