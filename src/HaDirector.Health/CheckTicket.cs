namespace HaDirector.Health;

/// <summary>Leave to run one try of a check; handed back with the result, once.</summary>
public readonly struct CheckTicket
{
    internal CheckTicket(CheckEntry entry) => (Entry, Try, Spec) = (entry, entry.Tries, entry.Spec);

    /// <summary>The check to run.</summary>
    public CheckSpec Spec { get; }

    internal CheckEntry Entry { get; }

    /// <summary>Number of the try, so that a ticket handed back twice counts once.</summary>
    internal uint Try { get; }
}
