using HaDirector.Link;
using HaDirector.Linux.Route;
using HaDirector.Netlink.Route;
using HaDirector.Vrrp.Tracking;

namespace HaDirector.VrrpProcess;

/// <summary>
/// Looks after tracked routes on the supervisor's thread, because reading a table of the kernel may take long, and puts what it sees into the
/// inbox of the plan's <see cref="TrackPart"/>.
/// </summary>
internal sealed class RouteTracker : IDisposable
{
    private readonly RouteWatch _watch = new();
    private readonly RouteRecord[] _routes;
    private readonly int[] _tracks;
    private readonly TrackInbox _inbox;

    /// <param name="plan">The plan, with at least one tracked route.</param>
    /// <param name="inbox">Where the values go.</param>
    public RouteTracker(RealTimePlan plan, TrackInbox inbox)
    {
        _inbox = inbox;
        _tracks = [.. Enumerable.Range(0, plan.Tracks.Count).Where(i => plan.Tracks[i] is RouteTrack)];
        _routes = [.. _tracks.Select(i => (RouteTrack)plan.Tracks[i]).Select(track => new RouteRecord(track.Destination, track.Table))];
        Look();
    }

    /// <summary>The descriptor to poll.</summary>
    public int Number => _watch.Number;

    /// <summary>Whether a plan needs one.</summary>
    public static bool IsNeededFor(RealTimePlan plan) => plan.Tracks.Any(track => track is RouteTrack);

    /// <summary>Takes what waits, and looks when it concerns one of the routes.</summary>
    /// <returns>Whether there is news in the inbox.</returns>
    public bool Hear()
    {
        if (!_watch.Hear(_routes)) return false;
        Look();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _watch.Dispose();

    // A look that fails leaves the value of before; the change that made it fail brings another look.
    private void Look()
    {
        for (int i = 0; i < _routes.Length; i++)
        {
            if (_watch.IsThere(_routes[i]) is { } there) _inbox.Put(_tracks[i], new TrackValue(true, there));
        }
    }
}
