using HaDirector.Health;
using HaDirector.Model;

namespace HaDirector.Tests.Health;

public class CheckBoardHistoryTests
{
    private static readonly Instant Start = new(1_000_000_000);
    private static readonly CheckSpec Check = CheckBoardTests.Check(1, rise: 1, fall: 1);

    private static ProbeResult Pass(double ms = 1) => new(true, TimeSpan.FromMilliseconds(ms), "connected");

    private static ProbeResult Fail(ProbeOutcome outcome = ProbeOutcome.Refused) => new(false, TimeSpan.FromMilliseconds(77), outcome.ToString()) { Outcome = outcome };

    private static CheckState After(params ProbeResult[] results)
    {
        CheckBoard board = new([Check], Start, 10);
        foreach (ProbeResult result in results) Try(board, result);
        return board.StateOf(Check)!;
    }

    private static void Try(CheckBoard board, ProbeResult result)
    {
        List<CheckTicket> tickets = [];
        board.TakeDue(board.NextDeadline, tickets);
        board.Record(Assert.Single(tickets), result, board.NextDeadline == Instant.Never ? Start : board.NextDeadline);
    }

    [Fact]
    public void The_last_twenty_transitions_are_kept_with_their_reasons()
    {
        CheckState state = After([.. Enumerable.Range(0, 51).Select(i => i % 2 == 0 ? Pass() with { Detail = $"pass {i}" } : Fail() with { Detail = $"fail {i}" })]);
        Assert.Equal(Transition.Max, state.History.Count);
        Assert.Equal("fail 31", state.History[0].Detail);
        Assert.Equal((Verdict.Down, Verdict.Up, "pass 50"), (state.History[^1].From, state.History[^1].To, state.History[^1].Detail));
        Assert.Equal((Verdict.Up, Verdict.Down), (After(Pass(), Fail()).History[^1].From, Verdict.Down));
        Assert.Equal(Verdict.Unknown, After(Pass()).History[0].From);
        Assert.Empty(After().History);
    }

    [Fact]
    public void A_snapshot_of_the_history_stays_as_it_was()
    {
        CheckBoard board = new([Check], Start, 10);
        Try(board, Pass());
        CheckState before = board.StateOf(Check)!;
        Try(board, Fail());
        Assert.Single(before.History);
        Assert.Equal(2, board.StateOf(Check)!.History.Count);
    }

    [Fact]
    public void Latencies_of_passed_tries_give_percentiles_and_a_mean()
    {
        CheckState none = After(Fail());
        Assert.Null(none.Latency.Percentile(50));
        Assert.Null(none.LatencyMean);

        // 200 old ones that are forgotten, then 1..64 ms.
        ProbeResult[] results = [.. Enumerable.Repeat(Pass(900), 200), .. Enumerable.Range(1, 64).Select(i => Pass(i))];
        CheckState state = After([.. results, Fail()]);
        Assert.Equal(64, state.Latency.Count);
        Assert.InRange(state.Latency.Percentile(50)!.Value.TotalMilliseconds, 32 * 0.9, 32 * 1.1);
        Assert.InRange(state.Latency.Percentile(99)!.Value.TotalMilliseconds, 64 * 0.9, 64 * 1.1);
        Assert.InRange(state.LatencyMean!.Value.TotalMilliseconds, 50, 64);
        Assert.Equal(TimeSpan.FromMilliseconds(900).TotalMilliseconds, After(Pass(900)).LatencyMean!.Value.TotalMilliseconds, 1);
    }

    [Fact]
    public void Any_latency_is_right_to_a_sixteenth()
    {
        for (double us = 0; us < 17e9; us = (us * 1.01) + 0.3)
        {
            TimeSpan took = new((long)(us * TimeSpan.TicksPerMicrosecond));
            TimeSpan told = After(Pass(took.TotalMilliseconds)).Latency.Percentile(99)!.Value;
            Assert.InRange(told.TotalMicroseconds, (Math.Floor(us) * 15 / 16) - 0.5, (us * 17 / 16) + 1);
        }
    }

    [Fact]
    public void Results_are_counted_by_how_they_ended()
    {
        CheckBoard board = new([Check], Start, 10);
        foreach (ProbeOutcome outcome in Enum.GetValues<ProbeOutcome>())
        {
            for (int i = 0; i <= (int)outcome; i++)
                Try(board, outcome == ProbeOutcome.Passed ? Pass() : Fail(outcome) with { Fault = outcome == ProbeOutcome.Local ? Fault.Local : Fault.Server });
        }
        OutcomeCounts counts = board.StateOf(Check)!.Outcomes, ofKind = board.Totals["tcp"].Snapshot().Outcomes;
        foreach (ProbeOutcome outcome in Enum.GetValues<ProbeOutcome>())
        {
            Assert.Equal((uint)outcome + 1, counts.Of(outcome));
            Assert.Equal((uint)outcome + 1, ofKind.Of(outcome));
        }
        Assert.Equal(1, board.Totals["tcp"].Latency.Count);
        Assert.Equal(0u, counts.Of((ProbeOutcome)200));
    }

    [Fact]
    public void What_a_server_says_of_itself_holds_until_it_is_said_anew_part_by_part()
    {
        CheckBoard board = new([Check], Start, 10);
        Try(board, Pass() with { Advice = new ServerAdvice(75, null, null) });
        Try(board, Pass());
        Try(board, Fail() with { Advice = new ServerAdvice(null, ServerMode.Drain, null) });
        Assert.Equal(new ServerAdvice(75, ServerMode.Drain, null), board.StateOf(Check)!.Advice);
        Try(board, Pass() with { Advice = new ServerAdvice(100, ServerMode.Ready, 30) });
        Assert.Equal(new ServerAdvice(100, ServerMode.Ready, 30), board.StateOf(Check)!.Advice);
    }
}
