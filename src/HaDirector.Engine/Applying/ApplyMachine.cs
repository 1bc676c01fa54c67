using HaDirector.Model;

namespace HaDirector.Engine.Applying;

/// <summary>
/// Takes a plan from being handed out to being kept, or back: everybody has to follow it within a time, the guard must not trip, and where a confirmation is
/// asked for it has to come within its time. Nothing is written before; so whatever ends this process meanwhile brings the plan of before back.
/// </summary>
public static class ApplyMachine
{
    /// <summary>How long everybody has for following a plan, the new one or the one of before.</summary>
    public static readonly TimeSpan SpreadLimit = TimeSpan.FromSeconds(30);

    private static readonly ApplyState Idle = new ApplyState.Idle();

    /// <summary>The state after an event, and what is to be done; what does not concern the state changes nothing.</summary>
    public static (ApplyState State, ApplyAction? Action) Step(ApplyState state, ApplyEvent happened, Instant now) => (state, happened) switch
    {
        (ApplyState.Idle, ApplyEvent.Begun e) => (new ApplyState.Spreading(e.Epoch, e.Terms, PlanFollowers.All, now + SpreadLimit), null),
        (ApplyState.Idle, _) => (state, null),
        (_, ApplyEvent.Superseded) => (Idle, new ApplyAction.GiveUp()),

        (ApplyState.Spreading s, ApplyEvent.Reached e) when e.Epoch >= s.Epoch => Reached(s with { Missing = s.Missing & ~e.Who }, now),
        (ApplyState.Spreading s, ApplyEvent.Ticked) when now >= s.Until => GoBack($"not everybody followed it within {DurationText.Format(SpreadLimit)}: {Words(s.Missing)}"),
        (ApplyState.Watched s, ApplyEvent.Ticked) when now >= s.Until => (Idle, new ApplyAction.Keep(false)),
        (ApplyState.Unconfirmed s, ApplyEvent.Ticked) when now >= s.Until => GoBack($"not confirmed within {DurationText.Format(s.Patience)}"),
        (ApplyState.Watched or ApplyState.Unconfirmed, ApplyEvent.Confirmed) => (Idle, new ApplyAction.Keep(true)),
        ({ IsOpen: true }, ApplyEvent.Tripped e) => GoBack(e.Reason),
        ({ IsOpen: true }, ApplyEvent.Withdrawn e) => GoBack(e.Reason),

        (ApplyState.TurningBack s, ApplyEvent.Returning e) => (new ApplyState.Returning(e.Epoch, s.Reason, PlanFollowers.All, now + SpreadLimit), null),
        (ApplyState.Returning s, ApplyEvent.Reached e) when e.Epoch >= s.Epoch => Returned(s with { Missing = s.Missing & ~e.Who }),
        (ApplyState.Returning s, ApplyEvent.Ticked) when now >= s.Until => (Idle, new ApplyAction.Returned(s.Reason, s.Missing)),
        _ => (state, null),
    };

    /// <summary>Followers in words: "vrrp, ipvs".</summary>
    public static string Words(PlanFollowers who) => who.ToString().Replace("ConnectionSync", "connection sync", StringComparison.Ordinal).ToLowerInvariant();

    private static (ApplyState State, ApplyAction? Action) Reached(ApplyState.Spreading state, Instant now) => state switch
    {
        { Missing: not PlanFollowers.None } => (state, null),
        { Terms.Confirm: { } patience } => (new ApplyState.Unconfirmed(patience, now + patience), new ApplyAction.Await()),
        _ when state.Terms.Watch <= TimeSpan.Zero => (Idle, new ApplyAction.Keep(false)),
        _ => (new ApplyState.Watched(now + state.Terms.Watch), null),
    };

    private static (ApplyState State, ApplyAction? Action) GoBack(string reason) => (new ApplyState.TurningBack(reason), new ApplyAction.GoBack(reason));

    private static (ApplyState State, ApplyAction? Action) Returned(ApplyState.Returning state) =>
        state.Missing == PlanFollowers.None ? (Idle, new ApplyAction.Returned(state.Reason, PlanFollowers.None)) : (state, null);
}
