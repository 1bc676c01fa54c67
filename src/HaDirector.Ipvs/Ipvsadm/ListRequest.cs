namespace HaDirector.Ipvs.Ipvsadm;

/// <summary>What is listed.</summary>
public enum ListSubject
{
    /// <summary>Services with their servers.</summary>
    Table,

    /// <summary>Connections.</summary>
    Connections,

    /// <summary>Connection time-outs.</summary>
    Timeouts,

    /// <summary>Sync daemons.</summary>
    Daemons,
}

/// <summary>Which columns a listing of the table has.</summary>
public enum ListForm
{
    /// <summary>Forwarding, weight, connections.</summary>
    Plain,

    /// <summary>Counters.</summary>
    Counters,

    /// <summary>Rates.</summary>
    Rates,

    /// <summary>Connection thresholds.</summary>
    Thresholds,

    /// <summary>Persistence templates.</summary>
    Persistent,

    /// <summary>Tunnels.</summary>
    Tunnels,
}

/// <summary>A listing that was asked for.</summary>
/// <param name="Subject">What of.</param>
/// <param name="Service">The one service; null is all.</param>
/// <param name="Form">Columns, of a table.</param>
/// <param name="Numeric">Numbers instead of names.</param>
/// <param name="Exact">No number rounded to K, M, G.</param>
/// <param name="Sorted">In ipvsadm's order, not the kernel's.</param>
/// <param name="EngineData">Connections with what their persistence engine keeps.</param>
public sealed record ListRequest(
    ListSubject Subject, ServiceKey? Service = null, ListForm Form = ListForm.Plain, bool Numeric = false, bool Exact = false, bool Sorted = true,
    bool EngineData = false);
