namespace HaDirector.Daemon;

/// <summary>What the main thread of a director hears.</summary>
internal enum HappeningKind
{
    /// <summary>The file in place is to be loaded again.</summary>
    Reload,

    /// <summary>The end.</summary>
    Stop,

    /// <summary>A loop failed.</summary>
    LoopFailed,

    /// <summary>The first settled table was written.</summary>
    Ready,

    /// <summary>Somebody asks something over the control socket.</summary>
    Asked,

    /// <summary>Somebody follows a plan.</summary>
    Followed,
}

/// <summary>One of them.</summary>
/// <param name="Kind">What.</param>
/// <param name="Do">What is asked; null but for <see cref="HappeningKind.Asked"/>.</param>
internal readonly record struct Happening(HappeningKind Kind, Action? Do = null);
