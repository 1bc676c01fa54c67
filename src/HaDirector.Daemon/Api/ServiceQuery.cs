namespace HaDirector.Daemon.Api;

/// <summary>Which services are asked for, and in which order.</summary>
/// <param name="Service">The one of this name; null is all.</param>
/// <param name="Problems">Only those with a problem.</param>
/// <param name="Sort">The order.</param>
/// <param name="Limit">So many of them at most.</param>
internal sealed record ServiceQuery(string? Service, bool Problems, ServiceOrder Sort, int Limit);

/// <summary>Orders of services.</summary>
internal enum ServiceOrder
{
    /// <summary>Of the configuration.</summary>
    File,

    /// <summary>Most active connections first.</summary>
    Connections,

    /// <summary>Most connections per second first.</summary>
    Rate,

    /// <summary>Most bytes per second first.</summary>
    Bytes,
}
