using HaDirector.Model;

namespace HaDirector.Ipvs;

/// <summary>A change of the table that somebody said they would make.</summary>
/// <param name="By">Who, and through what.</param>
/// <param name="Services">The services it changes; null is any.</param>
/// <param name="At">When they said so.</param>
public sealed record AnnouncedChange(string By, IReadOnlySet<ServiceKey>? Services, Instant At);

/// <summary>Who changed what is ours: the kernel does not say, but who works through hadirector says so beforehand.</summary>
public sealed class AnnouncedChanges
{
    /// <summary>How long an announcement is believed: the table is looked at every 10 s, a large one in slices for longer.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromSeconds(60);

    /// <summary>The newest so many are kept.</summary>
    public const int Max = 64;

    private const string Unknown = "somebody else";

    private readonly Queue<AnnouncedChange> _changes = new();

    /// <summary>Takes one.</summary>
    public void Add(AnnouncedChange change)
    {
        if (_changes.Count == Max) _changes.Dequeue();
        _changes.Enqueue(change);
    }

    /// <summary>Who is to be named for changes of these services.</summary>
    public string By(IEnumerable<ServiceKey> services, Instant now)
    {
        AnnouncedChange[] live = [.. _changes.Where(change => now - change.At < Memory)];
        return string.Join(" and ", services.Distinct()
            .Select(key => live.LastOrDefault(change => change.Services?.Contains(key) != false)?.By ?? Unknown)
            .Distinct().OrderBy(by => by == Unknown));
    }
}
