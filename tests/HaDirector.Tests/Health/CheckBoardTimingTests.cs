using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Model;

namespace HaDirector.Tests.Health;

public class CheckBoardTimingTests
{
    private static readonly Instant Start = new(1_000_000_000);
    private static readonly ProbeResult Pass = new(true, TimeSpan.FromMilliseconds(1), "connected");
    private static readonly ProbeResult Fail = new(false, TimeSpan.FromMilliseconds(1), "connection refused") { Outcome = ProbeOutcome.Refused };
    private static readonly ProbeResult TimedOut = new(false, TimeSpan.FromMilliseconds(500), "timed out") { Outcome = ProbeOutcome.TimedOut };

    private static CheckSpec Check(int intervalMs = 1000, int? fastMs = null, int? slowMs = null, int jitter = 0, int rise = 2, int fall = 3) =>
        CheckBoardTests.Check(1, intervalMs, rise, fall) with
        {
            FastInterval = fastMs is { } fast ? TimeSpan.FromMilliseconds(fast) : null,
            SlowInterval = slowMs is { } slow ? TimeSpan.FromMilliseconds(slow) : null,
            JitterPercent = jitter,
        };

    private static Instant At(double ms) => Start + TimeSpan.FromMilliseconds(ms);

    private static double Ms(Instant instant) => (instant - Start).TotalMilliseconds;

    private static List<CheckTicket> Take(CheckBoard board, Instant now)
    {
        List<CheckTicket> tickets = [];
        board.TakeDue(now, tickets);
        return tickets;
    }

    /// <summary>Runs the only check at its due time, and gives when that was.</summary>
    private static double Try(CheckBoard board, ProbeResult result)
    {
        Instant due = board.NextDeadline;
        board.Record(Assert.Single(Take(board, due)), result, due + TimeSpan.FromMilliseconds(1));
        return Ms(due);
    }

    [Fact]
    public void Tries_are_fast_while_results_contradict_slow_while_it_stays_down_and_come_back_to_the_grid()
    {
        CheckBoard board = new([Check(1000, fastMs: 150, slowMs: 5000)], Start, 10);
        string results = "++-+---++----++++";
        IEnumerable<double> times = results.Select(r => Try(board, r == '+' ? Pass : Fail)).ToArray();
        Assert.Equal(
            [
                0, 1000, 2000, // up, up, the first failure
                2150, 3000, // a pass among failures, back on the grid
                3150, 3300, // failures two and three: down
                8300, 8450, // slow, then a first pass that contradicts
                9000, 9150, 9300, // up, and down again
                14_300, 19_300, 19_450, 20_000, 21_000,
            ],
            times);
    }

    [Fact]
    public void Tries_are_fast_while_nothing_is_known()
    {
        CheckBoard board = new([Check(1000, fastMs: 100, slowMs: 5000)], Start, 10);
        ProbeResult local = Fail with { Fault = Fault.Local };
        Assert.Equal([0, 100, 200, 300, 1000], new[] { local, local, local, Pass, Pass }.Select(result => Try(board, result)));
    }

    [Fact]
    public void With_a_fast_interval_a_slow_failure_is_followed_by_the_next_try_at_once()
    {
        CheckBoard board = new([Check(1000, fastMs: 100)], Start, 10);
        Try(board, Pass);
        board.Record(Assert.Single(Take(board, At(1000))), TimedOut, At(1500));
        Assert.Single(Take(board, At(1500)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(50)]
    public void Jitter_makes_no_interval_longer_never_adds_up_and_is_the_same_each_time(int percent)
    {
        double[] Times()
        {
            CheckBoard board = new([Check(1000, jitter: percent)], Start, 10);
            return [.. Enumerable.Range(0, 2000).Select(_ => Try(board, Pass))];
        }
        double[] times = Times();
        double period = 1000.0 * 100 / (100 + percent);
        double[] gaps = [.. times.Skip(1).Zip(times, (b, a) => b - a)];
        Assert.All(gaps, gap => Assert.InRange(gap, period * (100 - percent) / 100 - 0.01, 1000.01));
        for (int i = 1; i < times.Length; i++) Assert.InRange(times[i], ((i - (percent / 100.0)) * period) - 0.1, (i * period) + 0.1);
        Assert.True(gaps.Max() - gaps.Min() > period * percent / 100, "the intervals differ");
        Assert.Equal(times, Times());
    }

    [Fact]
    public void Jitter_differs_from_target_to_target()
    {
        CheckSpec[] specs = [.. Enumerable.Range(0, 100).Select(i => CheckBoardTests.Check(i) with { JitterPercent = 50 })];
        HashSet<long> second = [];
        foreach (CheckSpec spec in specs)
        {
            CheckBoard board = new([spec], Start, 10);
            Try(board, Pass);
            second.Add(board.NextDeadline.Nanoseconds);
        }
        Assert.True(second.Count > 90);
    }

    [Fact]
    public void With_slack_a_try_comes_sooner_by_no_more_and_only_once()
    {
        CheckSpec[] specs = [.. Enumerable.Range(0, 5000).Select(i => CheckBoardTests.Check(i))];
        CheckBoard board = new(specs, Start, 5000);
        TimeSpan slack = TimeSpan.FromMilliseconds(4);
        Dictionary<CheckSpec, Instant> last = [];
        List<CheckTicket> tickets = [];
        int wakes = 0;
        while (board.NextDeadline < At(10_000))
        {
            Instant now = board.NextDeadline;
            tickets.Clear();
            board.TakeDue(now, tickets, slack);
            wakes++;
            foreach (CheckTicket ticket in tickets)
            {
                if (last.TryGetValue(ticket.Spec, out Instant before)) Assert.InRange((now - before).TotalMilliseconds, 996, 1004);
                last[ticket.Spec] = now;
                board.Record(ticket, Pass, now);
            }
        }
        Assert.InRange(wakes, 1, 2501);
        Assert.All(board.States(), state => Assert.InRange(state.Tries, 10, 11));
    }

    [Fact]
    public void A_first_round_is_even_for_each_interval_even_where_they_take_turns()
    {
        CheckSpec[] specs = [.. Enumerable.Range(0, 2000).Select(i => CheckBoardTests.Check(i, i % 2 == 0 ? 1000 : 4000))];
        CheckBoard board = new(specs, Start, 2000);
        int[] quarters = new int[4];
        for (int ms = 0; ms < 1000; ms++)
            quarters[ms / 250] += Take(board, At(ms + 0.9)).Count(ticket => ticket.Spec.Interval.TotalSeconds == 1);
        Assert.All(quarters, count => Assert.InRange(count, 240, 260));
    }

    [Fact]
    public void Five_thousand_targets_are_at_the_full_rate_in_the_second_interval()
    {
        CheckBoard board = new(Enumerable.Range(0, 5000).Select(i => CheckBoardTests.Check(i)), Start, 5000);
        int second = 0;
        for (int ms = 0; ms < 2000; ms++)
            foreach (CheckTicket ticket in Take(board, At(ms + 0.9)))
            {
                if (ms >= 1000) second++;
                board.Record(ticket, Pass, At(ms + 0.9));
            }
        Assert.InRange(second, 4990, 5010);
    }

    [Fact]
    public void What_timed_out_while_the_director_stood_still_is_repeated_at_once_and_not_charged()
    {
        CheckSpec[] specs = [.. Enumerable.Range(0, 100).Select(i => CheckBoardTests.Check(i, fall: 1))];
        CheckBoard board = new(specs, Start, 200);
        foreach (CheckTicket ticket in Take(board, At(999))) board.Record(ticket, Pass, At(999));
        List<CheckTicket> running = Take(board, At(1400));
        Assert.InRange(running.Count, 30, 50);

        // Stopped for five seconds: every time-out has passed when it looks again.
        foreach (CheckTicket ticket in running) Assert.Null(board.Record(ticket, TimedOut, At(6400)));
        Assert.All(board.States(), state => Assert.Equal(Verdict.Up, state.Verdict));
        Assert.Equal(running.Count, board.States().Sum(state => state.Discarded));
        List<CheckTicket> again = Take(board, At(6400));
        Assert.Equal(100, again.Count); // those that timed out, and those that are due
        foreach (CheckTicket ticket in again) Assert.Equal(Verdict.Down, board.Record(ticket, TimedOut, At(6900))!.Value.To);
    }

    [Fact]
    public void A_time_out_that_holds_a_stall_of_our_own_is_repeated_too()
    {
        CheckSpec slow = CheckBoardTests.Check(1, intervalMs: 10_000, fall: 1, timeoutMs: 5000), quick = CheckBoardTests.Check(2, intervalMs: 100);
        CheckBoard board = new([slow, quick], Start, 10);
        CheckTicket ticket = Assert.Single(Take(board, Start));
        Take(board, At(62)).ForEach(t => board.Record(t, Pass, At(62)));
        Take(board, At(2000)).ForEach(t => board.Record(t, Pass, At(2000))); // was due at 161.8
        Assert.Null(board.Record(ticket, TimedOut, At(5000)));
        Assert.Equal(1, board.StateOf(slow)!.Discarded);
    }

    [Fact]
    public void A_director_that_always_looks_too_late_still_finds_a_dead_server()
    {
        CheckSpec check = Check(fall: 2);
        CheckBoard board = new([check], Start, 10);
        Try(board, Pass);
        Instant now = board.NextDeadline;
        int tries = 0;
        while (board.VerdictOf(check) == Verdict.Up)
        {
            CheckTicket ticket = Assert.Single(Take(board, now));
            now += TimeSpan.FromSeconds(3);
            board.Record(ticket, TimedOut, now);
            Assert.True(++tries <= 2 * (CheckBoard.LateInARowMax + 1));
        }
        Assert.Equal(2 * (CheckBoard.LateInARowMax + 1), tries);
    }

    [Fact]
    public void A_time_out_in_time_counts()
    {
        CheckBoard board = new([Check(fall: 1)], Start, 10);
        Try(board, Pass);
        Assert.Equal(Verdict.Down, board.Record(Assert.Single(Take(board, At(1000))), TimedOut, At(1599))!.Value.To);
    }

    [Fact]
    public void A_hint_brings_one_try_forward_and_leaves_the_others_where_they_are()
    {
        CheckSpec check = Check();
        CheckBoard board = new([check], Start, 10);
        Try(board, Pass);
        Assert.True(board.Hasten(check.Identity, At(300)));
        Assert.False(board.Hasten(check.Identity, At(300)));
        Assert.Equal(300, Try(board, Pass));
        for (int i = 0; i < 10; i++) Assert.False(board.Hasten(check.Identity, At(400 + i)));
        Assert.Equal(1000, Try(board, Pass));
        Assert.True(board.Hasten(check.Identity, At(1100)));
        Assert.Equal([1100, 2000, 3000], new[] { 1, 2, 3 }.Select(_ => Try(board, Pass)));
        Assert.False(board.Hasten((check with { Kind = new FileCheck("/x") }).Identity, At(3000)));
    }

    [Fact]
    public void A_repeated_try_is_no_leave_for_another_hint()
    {
        CheckSpec check = Check();
        CheckBoard board = new([check], Start, 10);
        Try(board, Pass);
        Assert.True(board.Hasten(check.Identity, At(300)));
        Try(board, Fail with { Fault = Fault.Late });
        Assert.InRange(Try(board, Pass), 300, 302);
        Assert.False(board.Hasten(check.Identity, At(310)));
    }

    [Fact]
    public void A_hint_during_a_try_brings_the_one_after_it_forward()
    {
        CheckSpec check = Check(slowMs: 10_000);
        CheckBoard board = new([check], Start, 10);
        Try(board, Fail);
        CheckTicket ticket = Assert.Single(Take(board, board.NextDeadline));
        Assert.False(board.Hasten(check.Identity, At(10_100)));
        board.Record(ticket, TimedOut, At(10_500));
        Assert.Equal(At(10_500), board.NextDeadline);
    }

    [Fact]
    public void The_lateness_of_the_scheduler_is_counted()
    {
        CheckBoard board = new([Check()], Start, 10);
        foreach (double late in (double[])[0, 0.2, 3, 3, 400])
        {
            Instant now = board.NextDeadline + TimeSpan.FromMilliseconds(late);
            board.Record(Assert.Single(Take(board, now)), Pass, now);
        }
        DurationHistogram histogram = board.LatenessHistogram.Snapshot();
        Assert.Equal(5, histogram.Count);
        Assert.Equal([2, 0, 0, 2, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0], histogram.Counts);
        Assert.Equal(0.4062, histogram.SumSeconds, 6);
        Assert.Equal(TimeSpan.FromMilliseconds(400), histogram.Max);
    }
}
