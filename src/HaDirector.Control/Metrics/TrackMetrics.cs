using System.Globalization;

namespace HaDirector.Control.Metrics;

/// <summary>Metrics of tracked objects, labelled by name and kind.</summary>
internal static class TrackMetrics
{
    public static void Write(MetricsWriter metrics, IReadOnlyList<TrackReport> tracks)
    {
        if (tracks.Count == 0) return;
        metrics.Gauge("hadirector_track_up", "1 when the tracked object is up, 0 when it is down or not known.");
        foreach (TrackReport track in tracks)
            metrics.Sample(track.Value is not ("down" or "failed" or "unknown"), ("track", track.Name), ("kind", track.Kind));
        metrics.Gauge("hadirector_track_number", "The number of a tracked file.");
        foreach (TrackReport track in tracks)
            if (track.Kind == "file" && double.TryParse(track.Value, CultureInfo.InvariantCulture, out double number)) metrics.Sample(number, ("track", track.Name));
    }
}
