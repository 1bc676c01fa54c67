using HaDirector.Model;

namespace HaDirector.Engine.Statistics;

/// <summary>The last samples of one service, one for each piece of time; what comes within the same piece is averaged. Its memory never grows.</summary>
/// <param name="resolution">Length of a piece.</param>
/// <param name="points">Pieces kept.</param>
public sealed class TrafficRing(TimeSpan resolution, int points)
{
    private readonly TrafficSample[] _samples = new TrafficSample[points];
    private readonly byte[] _counts = new byte[points]; // samples in each piece; 0 is nothing known
    private long _newest = -1;

    /// <summary>Length of a piece.</summary>
    public TimeSpan Resolution => resolution;

    /// <summary>Pieces kept.</summary>
    public int Points => points;

    /// <summary>Takes a sample; one that is older than the newest is left out.</summary>
    public void Add(Instant at, in TrafficSample sample)
    {
        long piece = PieceOf(at);
        if (piece < _newest) return;
        // Pieces that passed without a sample are empty, however many.
        for (long gone = Math.Max(_newest + 1, piece - points + 1); gone <= piece; gone++) _counts[gone % points] = 0;
        _newest = piece;
        ref byte count = ref _counts[piece % points];
        ref TrafficSample held = ref _samples[piece % points];
        held = count == 0 ? sample : new TrafficSample(
            Mean(held.ConnectionsPerSecond, sample.ConnectionsPerSecond, count), Mean(held.BytesPerSecond, sample.BytesPerSecond, count), sample.Active);
        if (count < byte.MaxValue) count++;
    }

    /// <summary>Every piece up to now, the oldest first; null where nothing is known.</summary>
    public TrafficSample?[] Read(Instant now)
    {
        long last = PieceOf(now);
        TrafficSample?[] read = new TrafficSample?[points];
        for (int i = 0; i < points; i++)
        {
            long piece = last - points + 1 + i;
            bool kept = piece >= 0 && piece <= _newest && piece > _newest - points;
            read[i] = kept && _counts[piece % points] > 0 ? _samples[piece % points] : null;
        }
        return read;
    }

    private long PieceOf(Instant at) => at.Nanoseconds / (resolution.Ticks * 100);

    private static float Mean(float mean, float next, int count) => mean + (next - mean) / (count + 1);
}
