namespace HaDirector.Control.Metrics;

/// <summary>Metrics of the pair: the fence, the other directors, the BFD sessions.</summary>
internal static class PairMetrics
{
    private static IReadOnlyList<string> Fences { get; } = ["in_force", "alone", "missing", "off"];

    public static void Write(MetricsWriter metrics, PairReport pair)
    {
        metrics.Gauge("hadirector_fence", "1 for the state the fence is in.");
        foreach (string state in Fences) metrics.Sample(pair.Fence == state, ("state", state));
        metrics.Gauge("hadirector_peer_present", "1 while another director is there, by its hellos or by a BFD session.").Sample(pair.PeerPresent);
        metrics.Gauge("hadirector_peer_heard", "1 while the hellos of that director are heard.");
        foreach (PeerReport peer in pair.Peers) metrics.Sample(peer.Present, ("director", peer.Director));
    }

    public static void Write(MetricsWriter metrics, IReadOnlyList<SessionReport> sessions)
    {
        if (sessions.Count == 0) return;
        metrics.Gauge("hadirector_bfd_up", "1 while the BFD session is up.");
        foreach (SessionReport session in sessions) metrics.Sample(session.State == "up", ("session", session.Name));
        metrics.Gauge("hadirector_bfd_detection_seconds", "How long the other end may be silent, as negotiated.");
        foreach (SessionReport session in sessions) metrics.Sample(session.DetectionMs / 1000, ("session", session.Name));
        Counter("hadirector_bfd_packets_sent_total", "BFD packets sent.", s => s.Sent);
        Counter("hadirector_bfd_packets_received_total", "BFD packets received and believed.", s => s.Received);
        Counter("hadirector_bfd_came_up_total", "Times the session came up.", s => s.CameUp);
        Counter("hadirector_bfd_lost_total", "Times the session went down because nothing was heard for the detection time.", s => s.Lost);

        void Counter(string name, string help, Func<SessionReport, long> value)
        {
            metrics.Counter(name, help);
            foreach (SessionReport session in sessions) metrics.Sample(value(session), ("session", session.Name));
        }
    }
}
