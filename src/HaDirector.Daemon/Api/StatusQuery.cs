using HaDirector.Control.Metrics;

namespace HaDirector.Daemon.Api;

/// <summary>Which services a status is to have; everything else is in each.</summary>
/// <param name="Service">The one of this name; null is all.</param>
/// <param name="Problems">Only those with a problem.</param>
/// <param name="ServicesMax">So many at most.</param>
/// <param name="ServersMax">So many servers at most; services beyond them are there without.</param>
internal sealed record StatusQuery(string? Service, bool Problems, int ServicesMax, int ServersMax)
{
    /// <summary>What fits into an answer that everybody may ask for at any time.</summary>
    public static readonly StatusQuery Bounded = new(null, false, MetricsText.ServicesMax, MetricsText.ServersMax);
}
