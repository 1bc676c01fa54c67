using HaDirector.Config.Language;
using HaDirector.Engine;

namespace HaDirector.Config.Assembly;

/// <summary>How a service, and the whole file, deal with failures, as written, to specs.</summary>
internal static class PolicyAssembly
{
    public static ServicePolicy Policy(ServiceDraft draft, RealServerSpec? sorry) => new()
    {
        OnFailure = draft.OnFailure?.Value ?? FailureAction.Drain,
        Start = draft.Start?.Value ?? StartPolicy.Checked,
        Drain = draft.Drain?.Value,
        SlowStart = draft.SlowStart?.Value is { } ramp
            ? new(ramp.Duration!.Value.Value, ramp.Aggression?.Value ?? SlowStartTable.DefaultAggression, ramp.Min?.Value ?? SlowStartTable.DefaultMin)
            : null,
        LatencyWeights = draft.LatencyWeights?.Value is { } latency
            ? new(
                latency.Min?.Value ?? LatencyWeightsTable.DefaultMin,
                latency.Max?.Value ?? LatencyWeightsTable.DefaultMax,
                latency.HalfLife?.Value ?? LatencyWeightsTable.DefaultHalfLife)
            : null,
        Quorum = new(draft.Quorum?.Value.Minimum?.Value ?? QuorumTable.DefaultMinimum, draft.Quorum?.Value.Hysteresis?.Value ?? 0),
        SorryServer = sorry,
        PanicPercent = draft.Panic?.Value ?? 0,
        PassiveHints = draft.PassiveHints?.Value ?? false,
        Flap = draft.Flap?.Value is { } flap
            ? new(
                flap.Failures?.Value ?? FlapTable.DefaultFailures,
                flap.Window?.Value ?? FlapTable.DefaultWindow,
                flap.Hold?.Value ?? FlapTable.DefaultHold,
                flap.HoldMax?.Value ?? FlapTable.DefaultHoldMax)
            : null,
    };

    public static MassFailureSpec MassFailure(MassFailureDraft? draft)
    {
        MassFailureSpec unless = MassFailureSpec.Default;
        return draft is null ? unless : new(
            draft.Hold?.Value ?? unless.Hold,
            draft.Share?.Value ?? unless.Percent,
            draft.Hosts?.Value ?? unless.TargetsMin,
            draft.Window?.Value ?? unless.Window,
            draft.HoldMax?.Value ?? unless.HoldMax);
    }
}
