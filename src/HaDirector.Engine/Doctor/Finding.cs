namespace HaDirector.Engine.Doctor;

/// <summary>How something is.</summary>
public enum Verdict
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Worth knowing; the director works without.</summary>
    Note,

    /// <summary>A net or a promise does not hold here.</summary>
    Missing,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">Its stable name.</param>
/// <param name="Verdict">How it is.</param>
/// <param name="Text">What was seen.</param>
/// <param name="Advice">What to do; empty when nothing.</param>
public sealed record Finding(string Name, Verdict Verdict, string Text, string Advice = "");
