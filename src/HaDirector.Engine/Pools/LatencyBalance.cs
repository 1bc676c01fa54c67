namespace HaDirector.Engine.Pools;

/// <summary>Moves the shares of a pool toward the median of its latencies over that of each server.</summary>
/// <remarks>
/// The weight changes the load and the load the latency, so the answer comes back. A turn goes only a small part of the way (in proportions: 15 % of the logarithm), one turn
/// comes a half-life after the other, and small differences stay: such a loop settles without swinging up to a load of 85 % of what a server can do.
/// </remarks>
internal static class LatencyBalance
{
    private const double Damping = 0.15;

    /// <summary>A share in force is left alone until it is wrong by this part.</summary>
    private const double Slack = 0.08;

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
            server.Share = Math.Clamp(server.Share * Math.Pow(Math.Clamp(target, least, most) / server.Share, Damping), least, most);
            if (Math.Abs(server.Share - server.Shown) > Slack * server.Shown) server.Shown = server.Share;
        }
    }
}
