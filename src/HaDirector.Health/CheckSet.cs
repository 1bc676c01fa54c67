using System.Diagnostics.CodeAnalysis;

namespace HaDirector.Health;

/// <summary>Checks by identity; those that differ in timing only hang on one another (<see cref="CheckEntry.Twin"/>), and there are few of them.</summary>
internal sealed class CheckSet
{
    private readonly HashSet<CheckEntry> _first = new(new ByIdentity());
    private readonly HashSet<CheckEntry>.AlternateLookup<CheckIdentity> _byIdentity;

    public CheckSet() => _byIdentity = _first.GetAlternateLookup<CheckIdentity>();

    /// <summary>The first check of an identity.</summary>
    public CheckEntry? Find(in CheckIdentity identity) => _byIdentity.TryGetValue(identity, out CheckEntry? entry) ? entry : null;

    /// <summary>The check with exactly this spec.</summary>
    public CheckEntry? Find(CheckSpec spec)
    {
        CheckEntry? entry = Find(spec.Identity);
        while (entry is not null && !entry.Spec.Equals(spec)) entry = entry.Twin;
        return entry;
    }

    public void Add(CheckEntry entry)
    {
        if (_first.Add(entry)) return;
        CheckEntry first = Find(entry.Spec.Identity)!;
        (entry.Twin, first.Twin) = (first.Twin, entry);
    }

    public void Remove(CheckEntry entry)
    {
        CheckEntry first = Find(entry.Spec.Identity)!;
        if (first == entry)
        {
            _first.Remove(entry);
            if (entry.Twin is not null) _first.Add(entry.Twin);
        }
        else
        {
            while (first.Twin != entry) first = first.Twin!;
            first.Twin = entry.Twin;
        }
        entry.Twin = null;
    }

    private sealed class ByIdentity : IEqualityComparer<CheckEntry>, IAlternateEqualityComparer<CheckIdentity, CheckEntry>
    {
        public bool Equals(CheckEntry? x, CheckEntry? y) => ReferenceEquals(x, y) || (x is not null && y is not null && x.Spec.Identity == y.Spec.Identity);

        public int GetHashCode([DisallowNull] CheckEntry entry) => GetHashCode(entry.Spec.Identity);

        public bool Equals(CheckIdentity identity, CheckEntry entry) => entry.Spec.Identity == identity;

        public int GetHashCode(CheckIdentity identity) => identity.GetHashCode();

        public CheckEntry Create(CheckIdentity identity) => throw new NotSupportedException("checks are added whole");
    }
}
