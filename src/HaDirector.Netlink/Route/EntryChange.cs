namespace HaDirector.Netlink.Route;

/// <summary>What is done with a route or a rule.</summary>
public enum EntryChange
{
    /// <summary>It is added; refused with EEXIST when there is a route to the same destination of the same metric, whoever's it is, or the same rule.</summary>
    Add,

    /// <summary>It is added beside one to the same destination.</summary>
    Append,

    /// <summary>What is like this and belongs to the same protocol is removed.</summary>
    Delete,
}
