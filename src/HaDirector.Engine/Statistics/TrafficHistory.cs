using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Engine.Statistics;

/// <summary>The last hour of services, from the kernel's counters as they are read now and then. For one thread at a time.</summary>
/// <remarks>
/// The first <see cref="FineMax"/> services have a point for each 10 s, the next <see cref="CoarseMax"/> one for each minute, those beyond are only in <see cref="Total"/>:
/// 4.7 MB and 9 MB when both are full.
/// </remarks>
public sealed class TrafficHistory
{
    /// <summary>Services with a fine history.</summary>
    public const int FineMax = 1000;

    /// <summary>Services with a coarse one.</summary>
    public const int CoarseMax = 10_000;

    /// <summary>How often samples are wanted.</summary>
    public static readonly TimeSpan FineResolution = TimeSpan.FromSeconds(10);

    private const int FinePoints = 360, CoarsePoints = 60;

    private static readonly TimeSpan CoarseResolution = TimeSpan.FromMinutes(1);

    private readonly Dictionary<ServiceKey, Line> _lines = [];
    private int _fine, _coarse;

    /// <summary>All services together, however many.</summary>
    public TrafficRing Total { get; } = new(FineResolution, FinePoints);

    /// <summary>Services that have a history.</summary>
    public int Services => _fine + _coarse;

    /// <summary>The history of a service; null when it has none.</summary>
    public TrafficRing? Of(ServiceKey service) => _lines.GetValueOrDefault(service)?.Ring;

    /// <summary>Takes a look at the kernel's table.</summary>
    /// <param name="ours">The services that are wanted; what is known of others is forgotten.</param>
    /// <param name="table">The table.</param>
    /// <param name="at">When it was read.</param>
    public void Add(IReadOnlySet<ServiceKey> ours, TableStatus table, Instant at)
    {
        Forget(ours);
        float connections = 0, bytes = 0;
        uint active = 0;
        foreach (ServiceStatus service in table.Services)
        {
            if (!ours.Contains(service.Key)) continue;
            Line line = LineOf(service.Key);
            if (line.Follow(service, at) is not { } sample) continue;
            line.Ring?.Add(at, sample);
            (connections, bytes, active) = (connections + sample.ConnectionsPerSecond, bytes + sample.BytesPerSecond, active + sample.Active);
        }
        Total.Add(at, new TrafficSample(connections, bytes, active));
    }

    private void Forget(IReadOnlySet<ServiceKey> ours)
    {
        foreach (ServiceKey gone in _lines.Keys.Where(key => !ours.Contains(key)).ToArray())
        {
            if (_lines.Remove(gone, out Line? line)) Count(line.Ring, -1);
        }
    }

    // One beyond the bounds keeps its counters, for the total needs them.
    private Line LineOf(ServiceKey key)
    {
        if (_lines.TryGetValue(key, out Line? line)) return line;
        TrafficRing? ring = _fine < FineMax ? new TrafficRing(FineResolution, FinePoints)
            : _coarse < CoarseMax ? new TrafficRing(CoarseResolution, CoarsePoints)
            : null;
        Count(ring, 1);
        _lines.Add(key, line = new Line(ring));
        return line;
    }

    private void Count(TrafficRing? ring, int change)
    {
        if (ring?.Resolution == FineResolution) _fine += change;
        else if (ring is not null) _coarse += change;
    }

    /// <summary>A service and its counters when it was last seen.</summary>
    private sealed class Line(TrafficRing? ring)
    {
        private ulong _connections, _bytes;
        private Instant _at = Instant.Never;

        public TrafficRing? Ring => ring;

        /// <summary>What it did since it was last seen; null the first time, and when no time passed.</summary>
        public TrafficSample? Follow(ServiceStatus service, Instant at)
        {
            ulong connections = service.Traffic.Connections, bytes = service.Traffic.BytesIn + service.Traffic.BytesOut;
            if (_at != Instant.Never && at <= _at) return null;
            double seconds = _at == Instant.Never ? 0 : (at - _at).TotalSeconds;
            (ulong newConnections, ulong newBytes) = (Since(_connections, connections), Since(_bytes, bytes));
            (_connections, _bytes, _at) = (connections, bytes, at);
            if (seconds == 0) return null;
            uint active = 0;
            foreach (DestinationStatus server in service.Destinations) active += server.Active;
            return new TrafficSample((float)(newConnections / seconds), (float)(newBytes / seconds), active);
        }

        // A counter that went back was zeroed, or the service is a new one of the same address.
        private static ulong Since(ulong before, ulong now) => now >= before ? now - before : now;
    }
}
