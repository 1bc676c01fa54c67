namespace HaDirector.Health;

/// <summary>Leave to run one try of a check; handed back with the result, once.</summary>
public readonly struct CheckTicket
{
    internal CheckTicket(CheckEntry entry) => (Entry, Try) = (entry, entry.Tries);

    /// <summary>The check to run.</summary>
    public CheckSpec Spec => Entry.Spec;

    internal CheckEntry Entry { get; }

    /// <summary>Number of the try, so that a ticket handed back twice counts once.</summary>
    internal long Try { get; }
}
