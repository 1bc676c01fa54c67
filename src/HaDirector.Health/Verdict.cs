namespace HaDirector.Health;

/// <summary>What a check has concluded about a server.</summary>
public enum Verdict : byte
{
    /// <summary>No result yet.</summary>
    Unknown,

    /// <summary>Healthy.</summary>
    Up,

    /// <summary>Failed.</summary>
    Down,
}
