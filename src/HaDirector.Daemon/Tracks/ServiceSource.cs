using HaDirector.Model;
using HaDirector.Vrrp.Tracking;

namespace HaDirector.Daemon.Tracks;

/// <summary>Asks how many servers of the tracked services are up, whenever a verdict changed.</summary>
/// <param name="tracks">Positions in the plan, and services.</param>
/// <param name="hasServersUp">Whether so many servers of a service are up; null while that is not known.</param>
internal sealed class ServiceSource(IEnumerable<(int Track, ServiceTrack Spec)> tracks, Func<string, int, bool?> hasServersUp) : TrackSource
{
    private readonly (int Track, ServiceTrack Spec)[] _tracks = [.. tracks];

    /// <inheritdoc/>
    public override Instant Turn(Instant now, TrackBoard board)
    {
        foreach ((int track, ServiceTrack spec) in _tracks)
        {
            if (hasServersUp(spec.Service, spec.Minimum) is { } up) board.Set(track, new TrackValue(true, up), now);
        }

        return Instant.Never;
    }
}
