namespace HaDirector.Health;

/// <summary>What of a check outlives the process. Ages are counted to the moment of saving: no clock of a boot means anything to the next.</summary>
/// <param name="Identity"><see cref="CheckIdentity.Text"/>.</param>
/// <param name="Verdict">What it concluded, never unknown.</param>
/// <param name="VerdictAge">For how long.</param>
/// <param name="ResultAge">How long ago the last result counted.</param>
public sealed record SavedCheck(string Identity, Verdict Verdict, TimeSpan VerdictAge, TimeSpan ResultAge)
{
    /// <summary>Equal results in a row: passes above zero, failures below.</summary>
    public int Streak { get; init; }

    /// <summary>Tries started.</summary>
    public uint Tries { get; init; }

    /// <summary>Failures that counted.</summary>
    public uint Failures { get; init; }

    /// <summary>Results that did not count.</summary>
    public uint Discarded { get; init; }

    /// <summary>What the server said last of itself.</summary>
    public ServerAdvice? Advice { get; init; }

    /// <summary>The last changes of the verdict, oldest first.</summary>
    public IReadOnlyList<SavedTransition> History { get; init; } = [];
}

/// <summary>A change of verdict that was, by its age.</summary>
/// <param name="From">What was concluded before.</param>
/// <param name="To">What was concluded then.</param>
/// <param name="Detail">The result that decided, in words.</param>
/// <param name="Age">How long ago.</param>
public readonly record struct SavedTransition(Verdict From, Verdict To, string Detail, TimeSpan Age);
