using HaDirector.Control;
using HaDirector.Daemon.Loops;
using HaDirector.Engine;
using HaDirector.Engine.Statistics;
using HaDirector.Model;

namespace HaDirector.Daemon.Api;

/// <summary>The last hour of services, in the shapes of the API.</summary>
internal static class HistoryReports
{
    /// <summary>Of a service, or of all; made one by one while the list is written.</summary>
    /// <param name="statistics">Who has it.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="service">The service; null is all.</param>
    /// <param name="points">So many points at most: neighbours are averaged.</param>
    /// <param name="now">The end of the last point.</param>
    /// <param name="at">The same as wall time.</param>
    public static HistoryList Of(StatisticsLoop statistics, Plan plan, string? service, int points, Instant now, DateTimeOffset at) => new()
    {
        At = at,
        Total = statistics.Read(history => Report("", history.Total, points, now)),
        Services = plan.Services
            .Where(known => service is null || known.Name == service)
            .Select(known => statistics.Read(history => history.Of(known.Key) is { } ring ? Report(known.Name, ring, points, now) : null))
            .OfType<HistoryReport>(),
    };

    private static HistoryReport Report(string name, TrafficRing ring, int points, Instant now)
    {
        TrafficSample?[] samples = ring.Read(now);
        int each = (samples.Length + points - 1) / points;
        // Aligned at the end, so that the newest point is whole.
        TrafficSample?[][] parts = [.. samples.Reverse().Chunk(each).Reverse()];
        IReadOnlyList<double?> Mean(Func<TrafficSample, double> value) =>
            [.. parts.Select(part => part.Average(sample => sample is { } known ? value(known) : (double?)null)).Select(mean => mean is { } number ? Math.Round(number, 2) : (double?)null)];
        return new HistoryReport(
            name, ring.Resolution.TotalSeconds * each, Mean(s => s.ConnectionsPerSecond), Mean(s => s.BytesPerSecond), Mean(s => s.Active));
    }
}
