using HaDirector.Control;
using HaDirector.Health;

namespace HaDirector.Daemon.Api;

/// <summary>Histograms as they are reported.</summary>
internal static class HistogramReports
{
    public static HistogramReport Of(DurationHistogram durations) => new(DurationHistogram.Bounds, [.. durations.Counts], durations.SumSeconds);
}
