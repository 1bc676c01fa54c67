using FsCheck;
using FsCheck.Fluent;
using HaDirector.Engine.Applying;
using HaDirector.Model;
using static HaDirector.Tests.Engine.Plans;

namespace HaDirector.Tests.Engine.Applying;

public class ApplyMachineTests
{
    private static readonly ApplyTerms Watched = new(null, TimeSpan.FromSeconds(5)), Asked = new(TimeSpan.FromSeconds(60), TimeSpan.Zero);

    private ApplyState _state = new ApplyState.Idle();
    private Instant _now = T0;

    [Fact]
    public void A_watched_plan_is_kept_when_everybody_follows_it_and_the_watch_is_over()
    {
        Assert.Null(Step(new ApplyEvent.Begun(7, Watched)));
        foreach (PlanFollowers who in Each(except: PlanFollowers.Vrrp)) Assert.Null(Step(new ApplyEvent.Reached(who, 7)));
        Assert.Null(Step(new ApplyEvent.Reached(PlanFollowers.Vrrp, 6))); // the plan before it
        Assert.IsType<ApplyState.Spreading>(_state);
        Assert.Null(Step(new ApplyEvent.Reached(PlanFollowers.Vrrp, 8))); // that one again, when the director got ready
        Assert.Equal(_now + Watched.Watch, Assert.IsType<ApplyState.Watched>(_state).Deadline);
        Assert.Null(Pass(4));
        Assert.Equal(new ApplyAction.Keep(false), Pass(1));
        Assert.IsType<ApplyState.Idle>(_state);
    }

    [Fact]
    public void Nobody_is_left_out()
    {
        foreach (PlanFollowers missing in Each(except: PlanFollowers.None))
        {
            _state = new ApplyState.Idle();
            Step(new ApplyEvent.Begun(1, Asked));
            Assert.Null(Step(new ApplyEvent.Reached(PlanFollowers.All & ~missing, 1)));
            Assert.Equal(missing, Assert.IsType<ApplyState.Spreading>(_state).Missing);
        }
    }

    [Fact]
    public void Without_a_watch_it_is_kept_at_once()
    {
        Step(new ApplyEvent.Begun(1, new ApplyTerms(null, TimeSpan.Zero)));
        Assert.Equal(new ApplyAction.Keep(false), Step(new ApplyEvent.Reached(PlanFollowers.All, 1)));
    }

    [Fact]
    public void A_plan_that_is_to_be_confirmed_waits_for_it()
    {
        Step(new ApplyEvent.Begun(1, Asked));
        Assert.Null(Step(new ApplyEvent.Confirmed())); // nobody can know yet
        Assert.Equal(new ApplyAction.Await(), Step(new ApplyEvent.Reached(PlanFollowers.All, 1)));
        Assert.Null(Pass(59));
        Assert.Equal(new ApplyAction.Keep(true), Step(new ApplyEvent.Confirmed()));
        Assert.Null(Step(new ApplyEvent.Confirmed()));
    }

    [Fact]
    public void A_plan_that_nobody_confirms_goes_back()
    {
        Step(new ApplyEvent.Begun(1, Asked));
        Step(new ApplyEvent.Reached(PlanFollowers.All, 1));
        Assert.Equal(new ApplyAction.GoBack("not confirmed within 1m"), Pass(60));
        Assert.Null(Step(new ApplyEvent.Confirmed())); // too late
        Step(new ApplyEvent.Returning(2));
        Assert.Null(Step(new ApplyEvent.Reached(PlanFollowers.All, 1)));
        Assert.Equal(new ApplyAction.Returned("not confirmed within 1m", PlanFollowers.None), Step(new ApplyEvent.Reached(PlanFollowers.All, 2)));
        Assert.IsType<ApplyState.Idle>(_state);
    }

    [Fact]
    public void A_plan_that_somebody_does_not_follow_goes_back_and_whoever_stays_silent_is_named()
    {
        Step(new ApplyEvent.Begun(1, Watched));
        Step(new ApplyEvent.Reached(PlanFollowers.All & ~PlanFollowers.ConnectionSync & ~PlanFollowers.Ipvs, 1));
        Assert.Equal(new ApplyAction.GoBack("not everybody followed it within 30s: ipvs, connection sync"), Pass(30));
        Step(new ApplyEvent.Returning(2));
        Step(new ApplyEvent.Reached(PlanFollowers.All & ~PlanFollowers.Ipvs, 2));
        Assert.Equal(PlanFollowers.Ipvs, Assert.IsType<ApplyAction.Returned>(Pass(30)).Silent);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_guard_and_a_word_bring_it_back_at_any_time(bool spread)
    {
        foreach (ApplyEvent reason in (ApplyEvent[])[new ApplyEvent.Tripped("a server is down"), new ApplyEvent.Withdrawn("a server is down")])
        {
            _state = new ApplyState.Idle();
            Step(new ApplyEvent.Begun(1, Asked));
            if (spread) Step(new ApplyEvent.Reached(PlanFollowers.All, 1));
            Assert.Equal(new ApplyAction.GoBack("a server is down"), Step(reason));
            Assert.Null(Step(reason)); // once
        }
    }

    [Fact]
    public void A_reload_ends_it_whatever_it_is_at()
    {
        Step(new ApplyEvent.Begun(1, Asked));
        Assert.Equal(new ApplyAction.GiveUp(), Step(new ApplyEvent.Superseded()));
        Assert.Null(Step(new ApplyEvent.Superseded()));
    }

    /// <summary>Whatever comes in whatever order: it ends, it ends once, it never is kept unasked or unfollowed, and time alone brings it to rest.</summary>
    [Fact]
    public void Whatever_happens_it_comes_to_one_end()
    {
        Gen<ApplyEvent> happenings = Gen.OneOf(
            Gen.Choose(1, (int)PlanFollowers.All).Select(who => (ApplyEvent)new ApplyEvent.Reached((PlanFollowers)who, 1)),
            Gen.Choose(1, (int)PlanFollowers.All).Select(who => (ApplyEvent)new ApplyEvent.Reached((PlanFollowers)who, 2)),
            Gen.Elements<ApplyEvent>(
                new ApplyEvent.Ticked(), new ApplyEvent.Ticked(), new ApplyEvent.Confirmed(), new ApplyEvent.Tripped("x"), new ApplyEvent.Withdrawn("y"), new ApplyEvent.Superseded()));
        Prop.ForAll(
            Gen.Choose(0, 20).SelectMany(seconds => happenings.Select(happened => (seconds, happened))).ArrayOf().ToArbitrary(),
            Gen.Elements(Watched, Asked).ToArbitrary(),
            (events, terms) => ComesToOneEnd(events, terms)).QuickCheckThrowOnFailure();
    }

    private static void ComesToOneEnd((int Seconds, ApplyEvent Happened)[] events, ApplyTerms terms)
    {
        (ApplyState state, _) = ApplyMachine.Step(new ApplyState.Idle(), new ApplyEvent.Begun(1, terms), T0);
        Instant now = T0;
        PlanFollowers reached = PlanFollowers.None;
        List<ApplyAction> ends = [];
        // Time and two epochs of followers in the end: it must be over then.
        (int, ApplyEvent)[] rest = [.. Enumerable.Repeat((61, (ApplyEvent)new ApplyEvent.Ticked()), 4)];
        foreach ((int seconds, ApplyEvent happened) in events.Concat(rest))
        {
            now += TimeSpan.FromSeconds(seconds);
            bool spreading = state is ApplyState.Spreading;
            (state, ApplyAction? action) = ApplyMachine.Step(state, happened, now);
            if (happened is ApplyEvent.Reached { } follower && spreading) reached |= follower.Who;
            if (action is ApplyAction.GoBack)
            {
                Assert.Empty(ends);
                (state, ApplyAction? more) = ApplyMachine.Step(state, new ApplyEvent.Returning(2), now);
                Assert.Null(more);
            }
            if (action is ApplyAction.Keep keep)
            {
                Assert.Equal(PlanFollowers.All, reached);
                Assert.True(keep.Confirmed ? happened is ApplyEvent.Confirmed : terms.Confirm is null);
            }
            if (action is ApplyAction.Keep or ApplyAction.Returned or ApplyAction.GiveUp) ends.Add(action);
            Assert.True(state is ApplyState.Idle || state.Deadline != Instant.Never, $"{state} waits for ever");
        }
        Assert.IsType<ApplyState.Idle>(state);
        Assert.Single(ends);
    }

    private static IEnumerable<PlanFollowers> Each(PlanFollowers except) =>
        Enum.GetValues<PlanFollowers>().Where(who => who is not (PlanFollowers.None or PlanFollowers.All) && who != except);

    private ApplyAction? Pass(int seconds)
    {
        _now += TimeSpan.FromSeconds(seconds);
        return Step(new ApplyEvent.Ticked());
    }

    private ApplyAction? Step(ApplyEvent happened)
    {
        (_state, ApplyAction? action) = ApplyMachine.Step(_state, happened, _now);
        return action;
    }
}
