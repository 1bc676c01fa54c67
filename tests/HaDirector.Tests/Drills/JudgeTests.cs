using HaDirector.Drills;
using static HaDirector.Tests.Drills.Acts;

namespace HaDirector.Tests.Drills;

public class JudgeTests
{
    public static TheoryData<Fault> Faults() => [.. FaultText.All];

    [Theory]
    [MemberData(nameof(Faults))]
    public void An_act_as_it_should_be_meets_everything(Fault fault) => Assert.All(Weigh(fault, Good(fault)), finding => Assert.True(finding.Met, finding.ToString()));

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_that_never_fell_does_not_pass(Fault fault) => Assert.Contains(Judge.Weigh(Pair, fault, []), finding => !finding.Met);

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_silent_probe_passes_nothing(Fault fault) =>
        Assert.Contains("answered", Missed(fault, Good(fault) with { Probes = [] })[0]);

    [Theory]
    [InlineData(Fault.Cut, 380, true)]
    [InlineData(Fault.Cut, 382, false)]
    [InlineData(Fault.LinkDown, 380, true)]
    [InlineData(Fault.LinkDown, 382, false)]
    [InlineData(Fault.Kill, 900, true)]
    [InlineData(Fault.Graceful, 900, true)]
    public void The_outage_of_a_lost_link_is_three_intervals_skew_and_20_ms_at_most(Fault fault, double outage, bool met) =>
        Assert.Equal(met, Weigh(fault, Good(fault, outage)).All(f => f.Met));

    [Fact]
    public void Medians_are_judged_not_extremes()
    {
        ActRecord[] oneLate = [Good(Fault.Cut, 300), Good(Fault.Cut, 310, 2), Good(Fault.Cut, 900, 3)];
        Finding outage = Assert.Single(Weigh(Fault.Cut, oneLate), f => f.Limit is not null && f.Expectation.StartsWith("outage", StringComparison.Ordinal));
        Assert.True(outage.Met);
        Assert.Equal("310 (300–900) ms", outage.Measured);
        Assert.Equal(310, outage.Value);
        ActRecord[] twoLate = [Good(Fault.Cut, 300), Good(Fault.Cut, 800, 2), Good(Fault.Cut, 900, 3)];
        Assert.Contains(Weigh(Fault.Cut, twoLate), f => !f.Met);
    }

    [Theory]
    [InlineData(Fault.Graceful, true)]
    [InlineData(Fault.KillVrrp, true)]
    [InlineData(Fault.KillDirector, true)]
    [InlineData(Fault.Cut, true)]
    [InlineData(Fault.Kill, false)]
    [InlineData(Fault.LinkDown, false)]
    [InlineData(Fault.ServerDown, false)]
    public void One_lost_connection_in_one_of_many_repetitions_is_seen_where_all_must_live(Fault fault, bool seen)
    {
        ActRecord good = Good(fault);
        ActRecord bad = good with { Held = [.. good.Held.Skip(1), good.Held[0] with { Broken = Ms(100) }] };
        Assert.Equal(seen, Weigh(fault, good, good, bad).Any(f => !f.Met));
        if (seen) Assert.Contains("149 of 150", Missed(fault, good, good, bad)[0]);
    }

    [Fact]
    public void Without_held_connections_none_is_kept() => Assert.NotEmpty(Missed(Fault.Graceful, Good(Fault.Graceful) with { Held = [] }));

    [Theory]
    [InlineData(Fault.Graceful, Seat.Master | Seat.Backup)]
    [InlineData(Fault.Kill, Seat.Master | Seat.Backup)]
    [InlineData(Fault.Cut, Seat.Master)]
    [InlineData(Fault.LinkDown, Seat.None)]
    [InlineData(Fault.KillVrrp, Seat.Backup | Seat.Stranger)]
    [InlineData(Fault.KillDirector, Seat.Backup)]
    [InlineData(Fault.ServerDown, Seat.Master | Seat.Stranger)]
    public void Only_the_right_director_may_answer_ARP_in_every_repetition(Fault fault, Seat answers) =>
        Assert.Contains("ARP", Assert.Single(Missed(fault, Good(fault), Good(fault) with { ArpAnswers = answers })));

    [Fact]
    public void A_takeover_that_does_not_come_is_missed_and_one_that_should_not_come_is_too()
    {
        ActRecord none = Good(Fault.Graceful) with { Probes = [.. Enumerable.Range(0, 3800).Select(i => Answered(i, Seat.Master))] };
        Assert.StartsWith("lb02 takes over", Assert.Single(Missed(Fault.Graceful, none)));
        ActRecord wrong = Good(Fault.KillDirector) with { Probes = [Answered(1, Seat.Master), Answered(900, Seat.Backup)] };
        Assert.StartsWith("lb01 stays master", Assert.Single(Missed(Fault.KillDirector, wrong)));
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(102, false)]
    public void A_dead_director_process_costs_nothing(int outage, bool met)
    {
        ActRecord act = Good(Fault.KillDirector);
        ActRecord hurt = act with { Probes = [.. act.Probes.Select(p => p.Sent >= default(TimeSpan) && p.Sent < Ms(outage) ? Lost(p.Sent.TotalMilliseconds) : p)] };
        Assert.Equal(met, Weigh(Fault.KillDirector, hurt).All(f => f.Met));
    }

    [Theory]
    [InlineData(1500, true)]
    [InlineData(1501, false)]
    public void A_dead_server_is_used_for_fall_intervals_a_timeout_and_200_ms_at_most(int last, bool met)
    {
        ActRecord act = Good(Fault.ServerDown);
        Assert.Equal(met, Weigh(Fault.ServerDown, act with { New = [.. act.New, new(Ms(last), null, 0)] }).All(f => f.Met));
    }

    [Fact]
    public void That_nobody_was_given_to_the_dead_server_is_no_merit_when_nobody_was_answered() =>
        Assert.StartsWith("new connections", Assert.Single(Missed(Fault.ServerDown, Good(Fault.ServerDown) with { New = [] })));

    [Fact]
    public void A_pair_that_does_not_come_back_does_not_pass() =>
        Assert.StartsWith("lb01 is master again", Assert.Single(Missed(Fault.Cut, Good(Fault.Cut) with { Restored = false })));

    [Fact]
    public void A_director_that_ends_by_itself_does_not_pass() =>
        Assert.Equal("no director ends by itself: 1 ended", Assert.Single(Missed(Fault.Graceful, Good(Fault.Graceful) with { UnexpectedEnds = 1 })));

    private static IReadOnlyList<Finding> Weigh(Fault fault, params ActRecord[] acts) => Judge.Weigh(Pair, fault, [.. acts.Select(ActFigures.Of)]);

    private static List<string> Missed(Fault fault, params ActRecord[] acts) =>
        [.. Weigh(fault, acts).Where(f => !f.Met).Select(f => $"{f.Expectation}: {f.Measured}")];
}
