using System.Globalization;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Engine;

/// <content>How services make weights of verdicts.</content>
public static partial class PlanDiff
{
    private static void Policy(ServicePolicy was, ServicePolicy now, string service, List<PlanChange> changes)
    {
        string subject = $"service {service}";
        Compare(changes, subject, "on_failure", was.OnFailure, now.OnFailure, Disruption.None);
        Compare(changes, subject, "start", was.Start, now.Start, Disruption.None);
        Compare(changes, subject, "drain", was.Drain, now.Drain, Disruption.None);
        Compare(changes, subject, "slow_start", Text(was.SlowStart), Text(now.SlowStart), Disruption.None);
        Compare(changes, subject, "latency_weights", Text(was.LatencyWeights), Text(now.LatencyWeights), Disruption.None);
        Compare(changes, subject, "quorum", Text(was.Quorum), Text(now.Quorum), Disruption.None);
        Compare(changes, subject, "panic", Percent(was.PanicPercent), Percent(now.PanicPercent), Disruption.None);
        Compare(changes, subject, "flap_damping", Text(was.Flap), Text(now.Flap), Disruption.None);
        Compare(changes, subject, "passive_hints", was.PassiveHints, now.PassiveHints, Disruption.None);
        Sorry(was.SorryServer, now.SorryServer, service, changes);
    }

    private static void Sorry(RealServerSpec? was, RealServerSpec? now, string service, List<PlanChange> changes)
    {
        if (was?.Address != now?.Address) Compare(changes, $"service {service}", "sorry_server", Text(was?.Address), Text(now?.Address), Disruption.None);
        else if (was is not null) Server(service, was, now, changes);
    }

    private static void MassFailure(MassFailureSpec was, MassFailureSpec now, List<PlanChange> changes)
    {
        Compare(changes, "mass_failure", "hold", was.Hold, now.Hold, Disruption.None);
        Compare(changes, "mass_failure", "share", Percent(was.Percent), Percent(now.Percent), Disruption.None);
        Compare(changes, "mass_failure", "hosts", was.TargetsMin, now.TargetsMin, Disruption.None);
        Compare(changes, "mass_failure", "window", was.Window, now.Window, Disruption.None);
        Compare(changes, "mass_failure", "hold_max", was.HoldMax, now.HoldMax, Disruption.None);
    }

    private static string Text(IpEndpoint? address) => address?.ToString() ?? "none";

    private static string Text(QuorumSpec quorum) => Number($"{quorum.Minimum} ± {quorum.Hysteresis}");

    private static string Text(SlowStartSpec? ramp) =>
        ramp is null ? "none" : Number($"{DurationText.Format(ramp.Duration)} (aggression {ramp.Aggression}, from {ramp.MinPercent}%)");

    private static string Text(LatencyWeightsSpec? latency) =>
        latency is null ? "none" : Number($"{latency.MinPercent}%-{latency.MaxPercent}% (half-life {DurationText.Format(latency.HalfLife)})");

    private static string Text(FlapSpec? flap) => flap is null ? "none" : Number(
        $"{flap.Changes} in {DurationText.Format(flap.Window)} (held {DurationText.Format(flap.HoldFirst)} to {DurationText.Format(flap.HoldMax)})");

    private static string Text(TunnelSpec tunnel) => tunnel.Type switch
    {
        TunnelType.Ipip => "ipip",
        TunnelType.Gue => Number($"gue to port {tunnel.Port}, checksum {tunnel.Checksum.ToString().ToLowerInvariant()}"),
        _ => $"gre, checksum {tunnel.Checksum.ToString().ToLowerInvariant()}",
    };

    private static string Percent(int percent) => Number($"{percent}%");

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
