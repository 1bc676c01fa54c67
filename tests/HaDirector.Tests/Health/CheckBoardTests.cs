using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Model;

namespace HaDirector.Tests.Health;

public class CheckBoardTests
{
    private static readonly Instant Start = new(1_000_000_000);
    private static readonly ProbeResult Pass = new(true, TimeSpan.FromMilliseconds(1), "connected");
    private static readonly ProbeResult Fail = new(false, TimeSpan.FromMilliseconds(1), "connection refused");

    internal static CheckSpec Check(int server, int intervalMs = 1000, int rise = 2, int fall = 3, int timeoutMs = 500) => new(
        new TcpCheck(),
        new IpEndpoint(IpAddress.FromV4(0xC6336400u + (uint)server), 80),
        TimeSpan.FromMilliseconds(intervalMs),
        TimeSpan.FromMilliseconds(timeoutMs),
        rise,
        fall);

    private static Instant At(double ms) => Start + TimeSpan.FromMilliseconds(ms);

    private static List<CheckTicket> Take(CheckBoard board, Instant now)
    {
        List<CheckTicket> tickets = [];
        board.TakeDue(now, tickets);
        return tickets;
    }

    /// <summary>Runs the single check of a board once, at its due time.</summary>
    private static VerdictChange? Try(CheckBoard board, ProbeResult result)
    {
        Instant due = board.NextDeadline;
        return board.Record(Assert.Single(Take(board, due)), result, due + result.Took);
    }

    [Fact]
    public void The_first_round_begins_when_it_is_told_to()
    {
        CheckBoard board = new([.. Enumerable.Range(1, 100).Select(i => Check(i))], Start, 1000);
        board.Begin(At(700));
        Assert.Empty(Take(board, At(699)));
        Assert.NotEmpty(Take(board, At(700)));
        for (int ms = 701; ms < 1700; ms++) Take(board, At(ms));
        Assert.Equal(100, board.Running);
        Assert.InRange(board.Lateness, TimeSpan.Zero, TimeSpan.FromMilliseconds(1));
        board.Begin(At(1700)); // all of them were tried: nothing is moved
        Assert.Equal(Instant.Never, board.NextDeadline);
    }

    [Fact]
    public void A_single_check_is_due_at_once_and_then_each_interval()
    {
        CheckBoard board = new([Check(1)], Start, 10);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(At(i * 1000), board.NextDeadline);
            Try(board, Pass);
        }
    }

    [Fact]
    public void Slow_answers_and_a_late_loop_do_not_shift_the_schedule()
    {
        CheckBoard board = new([Check(1)], Start, 10);
        for (int i = 0; i < 1000; i++)
        {
            // Taken up to 300 ms late, answered up to 600 ms later: the next try is due at the next whole second all the same.
            Instant taken = board.NextDeadline + TimeSpan.FromMilliseconds(i * 37 % 300);
            board.Record(Assert.Single(Take(board, taken)), Pass, taken + TimeSpan.FromMilliseconds(i * 91 % 600));
            Assert.Equal(At((i + 1) * 1000), board.NextDeadline);
        }
    }

    [Fact]
    public void Missed_times_are_skipped_not_made_up()
    {
        CheckBoard board = new([Check(1)], Start, 10);
        Try(board, Pass);
        board.Record(Assert.Single(Take(board, At(4700))), Pass, At(4701));
        Assert.Equal(TimeSpan.FromMilliseconds(3700), board.Lateness);
        Assert.Empty(Take(board, At(4999)));
        Assert.Equal(At(5000), board.NextDeadline);
    }

    [Fact]
    public void A_check_whose_next_time_passed_while_it_ran_runs_again_at_once_and_never_twice_at_a_time()
    {
        CheckBoard board = new([Check(1)], Start, 10);
        CheckTicket slow = Assert.Single(Take(board, Start));
        Assert.Empty(Take(board, At(1000)));
        Assert.Equal(Instant.Never, board.NextDeadline);
        board.Record(slow, Fail, At(1001));
        Assert.Single(Take(board, At(1001)));
    }

    [Fact]
    public void The_first_round_is_spread_evenly_over_the_interval()
    {
        const int checks = 5000;
        CheckBoard board = new(Enumerable.Range(0, checks).Select(i => Check(i)), Start, checks);
        int[] perTenth = new int[10];
        for (int ms = 0; ms < 1000; ms++) perTenth[ms / 100] += Take(board, At(ms + 0.9)).Count;
        Assert.All(perTenth, count => Assert.InRange(count, 490, 510));
        Assert.Equal(checks, perTenth.Sum());
    }

    [Fact]
    public void With_long_intervals_the_first_round_is_short_and_the_next_ones_are_spread()
    {
        const int checks = 600;
        CheckBoard board = new(Enumerable.Range(0, checks).Select(i => Check(i, intervalMs: 60_000)), Start, checks);
        int[] perSecond = new int[121];
        for (int s = 0; s <= 120; s++)
            foreach (CheckTicket ticket in Take(board, At(s * 1000)))
            {
                perSecond[s]++;
                board.Record(ticket, Pass, At(s * 1000));
            }
        Assert.All(board.States(), state => Assert.True(state.Tries >= 2));
        Assert.True(perSecond[..6].Sum() >= checks, "all are tried within five seconds");
        Assert.All(perSecond[61..], count => Assert.InRange(count, 9, 11));
    }

    [Fact]
    public void The_same_check_of_several_services_runs_once()
    {
        CheckBoard board = new([Check(1), Check(1), Check(2)], Start, 10);
        Assert.Equal(2, board.Count);
        Assert.Equal(2, Take(board, At(999)).Count);
    }

    [Fact]
    public void No_more_run_at_once_than_may()
    {
        CheckBoard board = new(Enumerable.Range(0, 10).Select(i => Check(i)), Start, 3);
        List<CheckTicket> running = Take(board, At(999));
        Assert.Equal(3, running.Count);
        Assert.Equal(Instant.Never, board.NextDeadline);
        board.Record(running[0], Pass, At(999));
        Assert.NotEqual(Instant.Never, board.NextDeadline);
        Assert.Single(Take(board, At(999)));
        Assert.Equal(3, board.Running);
    }

    [Theory]
    [InlineData(true, Verdict.Up)]
    [InlineData(false, Verdict.Down)]
    public void The_first_result_decides_at_once(bool passed, Verdict verdict)
    {
        CheckBoard board = new([Check(1)], Start, 10);
        VerdictChange? change = Try(board, passed ? Pass : Fail);
        Assert.Equal((Verdict.Unknown, verdict), (change!.Value.From, change.Value.To));
        Assert.Equal(verdict, board.VerdictOf(Check(1)));
    }

    [Fact]
    public void Fall_failures_in_a_row_make_down_and_rise_passes_in_a_row_make_up()
    {
        CheckBoard board = new([Check(1, rise: 2, fall: 3)], Start, 10);
        Try(board, Pass);
        Assert.Null(Try(board, Fail));
        Assert.Null(Try(board, Fail));
        Assert.Null(Try(board, Pass)); // the row is broken
        Assert.Null(Try(board, Fail));
        Assert.Null(Try(board, Fail));
        Assert.Equal(Verdict.Up, board.VerdictOf(Check(1)));
        Assert.Equal(Verdict.Down, Try(board, Fail)!.Value.To);
        Assert.Null(Try(board, Fail));
        Assert.Null(Try(board, Pass));
        Assert.Equal(Verdict.Up, Try(board, Pass)!.Value.To);
        Assert.Equal("+--+----++", board.StateOf(Check(1))!.Recent.ToString());
    }

    [Fact]
    public void A_dead_server_is_down_within_fall_intervals_and_a_timeout()
    {
        // It dies right after a passed try: the slowest case. Every failed try takes the whole time-out.
        CheckSpec check = Check(1, intervalMs: 1000, fall: 3, timeoutMs: 500);
        CheckBoard board = new([check], Start, 10);
        Try(board, Pass);
        ProbeResult timedOut = new(false, check.Timeout, "timed out");
        Assert.Null(Try(board, timedOut));
        Assert.Null(Try(board, timedOut));
        VerdictChange down = Try(board, timedOut)!.Value;
        Assert.Equal(At((3 * 1000) + 500), down.At);
    }

    [Fact]
    public void Looking_too_late_is_tried_again_at_once_and_not_charged_but_only_so_often()
    {
        CheckSpec check = Check(1, fall: 1);
        CheckBoard board = new([check], Start, 10);
        Try(board, Pass);
        ProbeResult late = Fail with { Fault = Fault.Late };
        Instant now = board.NextDeadline;
        for (int i = 0; i < CheckBoard.LateInARowMax; i++)
        {
            Assert.Null(board.Record(Assert.Single(Take(board, now)), late, now));
            Assert.Equal(now, board.NextDeadline);
            Assert.Equal(Verdict.Up, board.VerdictOf(check));
        }
        Assert.Equal(Verdict.Down, board.Record(Assert.Single(Take(board, now)), late, now)!.Value.To);
        Assert.Equal(CheckBoard.LateInARowMax, board.StateOf(check)!.Discarded);
        Assert.Equal(At(2000), board.NextDeadline);
    }

    [Fact]
    public void A_fault_of_this_host_never_counts_and_is_shown()
    {
        CheckSpec check = Check(1, fall: 1);
        CheckBoard board = new([check], Start, 10);
        ProbeResult local = new(false, default, "this host has no file descriptor left") { Fault = Fault.Local };
        Assert.Null(Try(board, local));
        Assert.Equal(Verdict.Unknown, board.VerdictOf(check));
        Try(board, Pass);
        for (int i = 0; i < 20; i++) Assert.Null(Try(board, local));
        CheckState state = board.StateOf(check)!;
        Assert.Equal((Verdict.Up, 21L, 0L), (state.Verdict, state.Discarded, state.Failures));
        Assert.Contains("descriptor", state.Last.Detail, StringComparison.Ordinal);
        Assert.Equal(At(22_000), board.NextDeadline);
    }

    [Fact]
    public void A_ticket_counts_once()
    {
        CheckSpec check = Check(1, fall: 2);
        CheckBoard board = new([check], Start, 1);
        Try(board, Pass);
        CheckTicket ticket = Assert.Single(Take(board, At(1000)));
        Assert.Null(board.Record(ticket, Fail, At(1000)));
        Assert.Null(board.Record(ticket, Fail, At(1000)));
        Assert.Equal(0, board.Running);
        Assert.Equal(Verdict.Up, board.VerdictOf(check));
    }

    [Fact]
    public void A_reload_keeps_verdict_and_schedule_of_what_stays_and_checks_the_new_at_once()
    {
        CheckBoard board = new([Check(1), Check(2)], Start, 10);
        foreach (int ms in (int[])[0, 619])
            foreach (CheckTicket ticket in Take(board, At(ms))) board.Record(ticket, ticket.Spec == Check(1) ? Fail : Pass, At(ms));
        board.Reload([Check(3), Check(2), Check(1)], At(700));
        Assert.Equal([Verdict.Unknown, Verdict.Up, Verdict.Down], board.States().Select(state => state.Verdict));
        Assert.Equal(Check(3), Assert.Single(Take(board, At(700))).Spec);
        Assert.Equal(Check(1), Assert.Single(Take(board, At(1000))).Spec);
        Assert.Equal(Check(2), Assert.Single(Take(board, At(1619))).Spec);
    }

    [Fact]
    public void A_reload_with_another_timing_keeps_the_verdict_with_another_kind_it_does_not()
    {
        CheckBoard board = new([Check(1)], Start, 10);
        Try(board, Fail);
        CheckSpec faster = Check(1, intervalMs: 100);
        board.Reload([faster], At(10));
        Assert.Equal(Verdict.Down, board.VerdictOf(faster));
        Assert.Equal(-1, board.StateOf(faster)!.Streak);
        Assert.True(board.NextDeadline >= At(10) && board.NextDeadline <= At(110));

        CheckSpec otherKind = faster with { Kind = HttpCheck.Get("/", null, 200, 299, null) };
        board.Reload([otherKind], At(20));
        Assert.Equal(Verdict.Unknown, board.VerdictOf(otherKind));
    }

    [Fact]
    public void A_result_that_comes_after_its_check_was_removed_counts_for_nothing_but_frees_its_place()
    {
        CheckBoard board = new([Check(1), Check(2)], Start, 1);
        CheckTicket ticket = Assert.Single(Take(board, At(999)));
        board.Reload([Check(2)], At(999));
        Assert.Equal(1, board.Running);
        Assert.Null(board.Record(ticket, Fail, At(1000)));
        Assert.Equal(0, board.Running);
        Assert.Equal(Check(2), Assert.Single(Take(board, At(1000))).Spec);
    }

    [Fact]
    public void A_reload_while_a_try_is_under_way_still_counts_its_result()
    {
        CheckBoard board = new([Check(1)], Start, 10);
        CheckTicket ticket = Assert.Single(Take(board, Start));
        board.Reload([Check(1), Check(2)], At(1));
        Assert.Equal(Verdict.Down, board.Record(ticket, Fail, At(2))!.Value.To);
        Assert.Equal(At(1), board.NextDeadline); // that of the new one
    }

    [Fact]
    public void State_tells_the_last_results()
    {
        CheckBoard board = new([Check(1)], Start, 10);
        foreach (char c in "++-++--++++-") Try(board, c == '+' ? Pass : Fail);
        CheckState state = board.StateOf(Check(1))!;
        Assert.Equal("++-++--++++-", state.Recent.ToString());
        Assert.Equal((12L, 4L, -1), (state.Tries, state.Failures, state.Streak));
        Assert.Equal(At(11_001), state.LastAt);
        Assert.Equal(At(1), state.VerdictSince);
    }
}
