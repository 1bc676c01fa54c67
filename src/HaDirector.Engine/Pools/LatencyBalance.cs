namespace HaDirector.Engine.Pools;

/// <summary>Moves the shares of a pool toward the median of its latencies over that of each server.</summary>
/// <remarks>
/// The weight changes the load and the load the latency, so every move comes back as an answer, and the mean shows it late. Hence a turn goes only a small part of
/// the way (in proportions), comes when the mean has mostly forgotten what was before the last one, and leaves small differences alone. Simulated with queues loaded up to 85 %
/// the shares turn round once at most and then stand still.
/// </remarks>
internal static class LatencyBalance
{
    /// <summary>Half-lives of the mean from one turn to the next.</summary>
    public const int HalfLives = 2;

    /// <summary>Part of the way that one turn goes, by the logarithm.</summary>
    private const double Damping = 0.08;

    /// <summary>Differences that are left alone, by the logarithm: 15 %.</summary>
    private const double Slack = 0.15;

    /// <summary>Latencies below are all good: what is measured there is noise.</summary>
    private const double FloorSeconds = 0.001;

    /// <summary>One turn.</summary>
    public static void Turn(LatencyWeightsSpec spec, IReadOnlyList<LatencyMean> servers)
    {
        double[] known = [.. servers.Where(server => server.Seconds > 0).Select(server => Math.Max(server.Seconds, FloorSeconds)).Order()];
        double median = known.Length == 0 ? 0 : (known[(known.Length - 1) / 2] + known[known.Length / 2]) / 2;
        double least = Math.Clamp(spec.MinPercent, 1, 100) / 100.0, most = Math.Clamp(spec.MaxPercent, 100, 200) / 100.0;
        foreach (LatencyMean server in servers)
        {
            double target = known.Length < 2 || server.Seconds <= 0 ? 1 : median / Math.Max(server.Seconds, FloorSeconds);
            double way = Math.Log(Math.Clamp(target, least, most) / server.Share);
            if (Math.Abs(way) > Slack) server.Share = Math.Clamp(server.Share * Math.Exp(way * Damping), least, most);
        }
    }
}
