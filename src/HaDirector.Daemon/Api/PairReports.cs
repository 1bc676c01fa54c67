using HaDirector.Bfd;
using HaDirector.Control;
using HaDirector.Daemon.Link;
using HaDirector.Engine;
using HaDirector.Model;

namespace HaDirector.Daemon.Api;

/// <summary>The other directors and the BFD sessions, as the VRRP process sees them.</summary>
internal static class PairReports
{
    /// <summary>The pair; null until a pulse came.</summary>
    public static PairReport? Pair(Plan plan, VrrpView vrrp)
    {
        if (vrrp.Pulse?.Nets is not { } nets) return null;
        string fence = nets.FenceMissing ? "missing" : !nets.Fenced ? "off" : nets.PeerPresent ? "in_force" : "alone";
        IReadOnlyList<IpAddress> directors = plan.Peer?.Directors ?? [];
        return new PairReport(fence, nets.PeerPresent, [.. directors.Select((address, i) => new PeerReport(
            plan.Directors.FirstOrDefault(d => d.Address == address)?.Name ?? "", address.ToString(), (nets.DirectorsSeen >> i & 1) != 0))]);
    }

    /// <summary>The sessions in the order of the plan.</summary>
    public static IReadOnlyList<SessionReport> Sessions(Plan plan, VrrpView vrrp, Instant now, DateTimeOffset at) =>
        [.. plan.Sessions.Select(session => Session(session, vrrp.Session(session.Name), now, at))];

    private static SessionReport Session(BfdSpec spec, SessionStatus? status, Instant now, DateTimeOffset at)
    {
        SessionReport report = new()
        {
            Name = spec.Name,
            Peer = spec.Peer.ToString(),
            Interface = spec.Interface,
            State = (status?.State ?? BfdState.Down).Label(),
            RemoteState = (status?.RemoteState ?? BfdState.Down).Label(),
        };
        return status is null ? report : report with
        {
            Diagnostic = status.Diagnostic.Label(),
            Since = at - (now - status.Since),
            TransmitMs = status.TransmitInterval.TotalMilliseconds,
            DetectionMs = status.DetectionTime.TotalMilliseconds,
            Sent = status.Sent,
            Received = status.Received,
            CameUp = status.CameUp,
            Lost = status.Lost,
        };
    }
}
