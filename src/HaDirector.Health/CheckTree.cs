using HaDirector.Model;

namespace HaDirector.Health;

/// <summary>What decides about a server: one check, or several of which all or any must pass.</summary>
public abstract record CheckTree
{
    private CheckTree() { }

    /// <summary>The checks in it, in the order of the file; one may stand in it twice.</summary>
    public abstract IEnumerable<CheckSpec> Checks { get; }

    /// <summary>What the verdicts on its checks add up to.</summary>
    public abstract Verdict Judge(Func<CheckSpec, Verdict> verdictOf);

    /// <summary>A check alone.</summary>
    public static implicit operator CheckTree?(CheckSpec? check) => check is null ? null : new One(check);

    /// <summary>One check.</summary>
    public sealed record One(CheckSpec Check) : CheckTree
    {
        /// <inheritdoc/>
        public override IEnumerable<CheckSpec> Checks => [Check];

        /// <inheritdoc/>
        public override Verdict Judge(Func<CheckSpec, Verdict> verdictOf) => verdictOf(Check);
    }

    /// <summary>Up when all are, down as soon as one is.</summary>
    public sealed record All(ValueList<CheckTree> Parts) : CheckTree
    {
        /// <inheritdoc/>
        public override IEnumerable<CheckSpec> Checks => Parts.SelectMany(part => part.Checks);

        /// <inheritdoc/>
        public override Verdict Judge(Func<CheckSpec, Verdict> verdictOf) => Of(Parts, verdictOf, decides: Verdict.Down, otherwise: Verdict.Up);
    }

    /// <summary>Up as soon as one is, down when all are.</summary>
    public sealed record Any(ValueList<CheckTree> Parts) : CheckTree
    {
        /// <inheritdoc/>
        public override IEnumerable<CheckSpec> Checks => Parts.SelectMany(part => part.Checks);

        /// <inheritdoc/>
        public override Verdict Judge(Func<CheckSpec, Verdict> verdictOf) => Of(Parts, verdictOf, decides: Verdict.Up, otherwise: Verdict.Down);
    }

    private static Verdict Of(ValueList<CheckTree> parts, Func<CheckSpec, Verdict> verdictOf, Verdict decides, Verdict otherwise)
    {
        bool unknown = false;
        foreach (CheckTree part in parts)
        {
            Verdict verdict = part.Judge(verdictOf);
            if (verdict == decides) return decides;
            unknown |= verdict == Verdict.Unknown;
        }
        return unknown ? Verdict.Unknown : otherwise;
    }
}
