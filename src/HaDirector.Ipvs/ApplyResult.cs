namespace HaDirector.Ipvs;

/// <summary>What the kernel said to one change it did not make.</summary>
/// <param name="Errno">Error number; 0 when there was no answer.</param>
/// <param name="Message">The error's name, what it means here, and the kernel's own words where it has some.</param>
public sealed record Refusal(int Errno, string Message);

/// <summary>A change the kernel did not make.</summary>
/// <param name="Change">The change.</param>
/// <param name="Refusal">What the kernel said.</param>
public sealed record RefusedChange(IpvsChange Change, Refusal Refusal)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Change}: {Refusal.Message}";
}

/// <summary>What became of a list of changes. There is no transaction: those after a refused one were tried too.</summary>
/// <param name="Applied">How many the kernel said it made; unless <see cref="Certain"/> it may have made more.</param>
/// <param name="Refused">Those it refused, in their order.</param>
/// <param name="Lost">Null, or why not every answer arrived; then only reading the table again can tell what was made.</param>
public sealed record ApplyResult(int Applied, IReadOnlyList<RefusedChange> Refused, Refusal? Lost)
{
    /// <summary>Whether every answer arrived.</summary>
    public bool Certain => Lost is null;

    /// <summary>Whether all of them were made.</summary>
    public bool Complete => Certain && Refused.Count == 0;
}
