using HaDirector.Model;

namespace HaDirector.Health;

/// <content>What outlives the process.</content>
public sealed partial class CheckBoard
{
    /// <summary>A verdict without a newer result than this is not believed after a restart.</summary>
    public static readonly TimeSpan RestoredAgeMax = TimeSpan.FromMinutes(10);

    /// <summary>What is to be saved of all checks that have a verdict.</summary>
    public IReadOnlyList<SavedCheck> Save(Instant now)
    {
        List<SavedCheck> saved = new(_inOrder.Length);
        foreach (CheckEntry entry in _inOrder)
            if (entry.Verdict != Verdict.Unknown) saved.Add(entry.Save(now));
        return saved;
    }

    /// <summary>
    /// Gives checks that know nothing yet their verdicts of before a restart: an up server stays up and a down one down until results of this
    /// process say otherwise, by rise and fall. Gives how many it were.
    /// </summary>
    /// <param name="saved">What <see cref="Save"/> gave.</param>
    /// <param name="age">How long ago that was.</param>
    /// <param name="now">The time.</param>
    public int Restore(IEnumerable<SavedCheck> saved, TimeSpan age, Instant now)
    {
        Dictionary<string, SavedCheck> fresh = [];
        foreach (SavedCheck check in saved)
            if (age >= TimeSpan.Zero && age + check.ResultAge <= RestoredAgeMax && check.Verdict != Verdict.Unknown) fresh[check.Identity] = check;
        if (fresh.Count == 0) return 0;

        int restored = 0;
        foreach (CheckEntry entry in _inOrder)
        {
            if (entry.Answered || entry.Verdict != Verdict.Unknown) continue;
            if (!fresh.TryGetValue(entry.Spec.Identity.TextOf(entry.Digest), out SavedCheck? check)) continue;
            entry.Restore(check, now - age);
            restored++;
        }
        return restored;
    }
}
