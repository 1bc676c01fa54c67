using HaDirector.Control;
using HaDirector.Daemon.Link;
using HaDirector.Daemon.Tracks;
using HaDirector.Engine;
using HaDirector.Vrrp.Tracking;

namespace HaDirector.Daemon.Api;

/// <summary>Tracked objects of the plan, with what counts for them and whom they move.</summary>
internal static class TrackReports
{
    /// <param name="plan">The plan in force.</param>
    /// <param name="vrrp">What the VRRP process says counts.</param>
    /// <param name="details">More than up and down, by position in the plan.</param>
    public static IReadOnlyList<TrackReport> Of(Plan plan, VrrpView vrrp, IReadOnlyDictionary<int, string> details) =>
        [.. plan.Tracks.Select((track, i) => Track(plan, i, track, vrrp.Track(i), details.GetValueOrDefault(i, "")))];

    private static TrackReport Track(Plan plan, int index, TrackedObject track, TrackValue value, string detail) => new(
        track.Name,
        TrackWords.Kind(track),
        TrackWords.Of(track, value),
        detail,
        [.. plan.VirtualRouters.SelectMany(router => router.Tracks.Where(use => use.Track == index).Select(use => new TrackUseReport(router.Name, use.Weight, use.Reverse)))]);
}
