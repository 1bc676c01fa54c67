using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Model;

namespace HaDirector.Tests.Health;

public class CheckBoardScaleTests
{
    private static readonly Instant Start = new(1_000_000_000);
    private static readonly ProbeResult Pass = new(true, TimeSpan.FromMilliseconds(1), "connected");
    private static readonly ProbeResult Fail = new(false, TimeSpan.FromMilliseconds(1), "refused") { Outcome = ProbeOutcome.Refused };

    [Fact]
    public void Taking_and_recording_allocate_nothing_while_no_verdict_changes()
    {
        CheckSpec[] specs = [.. Enumerable.Range(0, 1000).Select(i => CheckBoardTests.Check(i, fall: 1000) with { JitterPercent = i % 20 })];
        CheckBoard board = new(specs, Start, 1000);
        List<CheckTicket> due = new(1000);
        Func<CheckSpec, bool> never = static _ => false;
        Instant now = Start;
        long before = 0;
        for (int ms = 0; ms < 20_000; ms++)
        {
            if (ms == 5000) before = GC.GetAllocatedBytesForCurrentThread();
            now += TimeSpan.FromMilliseconds(1);
            board.TakeDue(now, due, TimeSpan.FromMilliseconds(2));
            foreach (CheckTicket ticket in due)
            {
                board.Record(ticket, ms > 1500 && ms % 7 == 3 ? Fail : Pass, now, never);
                if (ms % 100 == 0) board.Hasten(ticket.Spec.Identity, now);
            }
            due.Clear();
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allocation.Noise);
    }

    [Fact]
    public void A_reload_of_twenty_thousand_keeps_all_of_them_and_costs_no_more_than_a_few_lists()
    {
        CheckSpec[] Specs(int changed) => [.. Enumerable.Range(0, 20_000).Select(i => CheckBoardTests.Check(i, i == changed ? 2000 : 1000))];
        CheckBoard board = new(Specs(-1), Start, 20_000);
        List<CheckTicket> due = [];
        board.TakeDue(Start + TimeSpan.FromSeconds(1), due);
        Assert.Equal(20_000, due.Count);
        foreach (CheckTicket ticket in due) board.Record(ticket, Pass, Start + TimeSpan.FromSeconds(1));
        Instant[] dueAt = [.. board.States().Select(state => state.NextDue)];

        CheckSpec[] next = Specs(77);
        Instant now = Start + TimeSpan.FromSeconds(1.1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        board.Reload(next, now);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000 * 40);
        int i = 0;
        foreach (CheckState state in board.States())
        {
            Assert.Equal(Verdict.Up, state.Verdict);
            Assert.Same(next[i], state.Check); // nothing of the old plan is held
            if (i != 77) Assert.Equal(dueAt[i], state.NextDue);
            i++;
        }
    }

    [Fact]
    public void An_entry_is_small()
    {
        CheckSpec[] specs = [.. Enumerable.Range(0, 20_000).Select(i => CheckBoardTests.Check(i))];
        GC.Collect();
        long before = GC.GetAllocatedBytesForCurrentThread();
        CheckBoard board = new(specs, Start, 20_000);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 20_000, 1, 640); // with what growing lists left behind
        Assert.Equal(20_000, board.Count);
    }

    [Fact]
    public void Many_timings_of_one_target_are_as_many_checks_that_know_the_same()
    {
        CheckSpec[] specs = [.. Enumerable.Range(1, 50).Select(i => CheckBoardTests.Check(1, intervalMs: 1000 + i))];
        CheckBoard board = new(specs[..1], Start, 100);
        List<CheckTicket> due = [];
        board.TakeDue(Start, due);
        board.Record(due[0], Fail, Start);
        board.Reload(specs, Start + TimeSpan.FromMilliseconds(1));
        Assert.Equal(50, board.Count);
        Assert.All(specs, spec => Assert.Equal(Verdict.Down, board.VerdictOf(spec)));
        board.Reload(specs[40..], Start + TimeSpan.FromMilliseconds(2));
        Assert.Equal(10, board.Count);
        Assert.Equal(Verdict.Unknown, board.VerdictOf(specs[0]));
        Assert.Equal(Verdict.Down, board.VerdictOf(specs[49]));
        board.Reload([specs[0]], Start + TimeSpan.FromMilliseconds(3));
        Assert.Equal(Verdict.Down, board.VerdictOf(specs[0]));
    }

    [Fact]
    public void A_try_under_way_survives_another_timing_and_is_not_doubled()
    {
        CheckSpec slow = CheckBoardTests.Check(1, intervalMs: 5000), quick = CheckBoardTests.Check(1, intervalMs: 50);
        CheckBoard board = new([slow], Start, 10);
        List<CheckTicket> due = [];
        board.TakeDue(Start, due);
        board.Reload([quick], Start + TimeSpan.FromMilliseconds(1));
        Assert.Equal(Instant.Never, board.NextDeadline);
        Assert.Equal(slow, due[0].Spec);
        VerdictChange change = board.Record(due[0], Fail, Start + TimeSpan.FromMilliseconds(2))!.Value;
        Assert.Equal((quick, Verdict.Down), (change.Check, change.To));
        Assert.True(board.NextDeadline <= Start + TimeSpan.FromMilliseconds(52));
    }

    [Fact]
    public void No_row_of_reloads_keeps_a_try_away()
    {
        CheckBoard board = new([CheckBoardTests.Check(1)], Start, 10);
        List<CheckTicket> due = [];
        int tries = 0;
        for (int ms = 0; ms < 20_000; ms += 10)
        {
            Instant now = Start + TimeSpan.FromMilliseconds(ms);
            board.Reload([CheckBoardTests.Check(1, intervalMs: 1000 + (ms % 30))], now);
            board.TakeDue(now, due);
            foreach (CheckTicket ticket in due) board.Record(ticket, Pass, now);
            tries += due.Count;
            due.Clear();
        }
        Assert.InRange(tries, 19, 400);
    }

    [Fact]
    public void A_longer_interval_is_spread_anew()
    {
        CheckBoard board = new(Enumerable.Range(0, 1000).Select(i => CheckBoardTests.Check(i)), Start, 1000);
        List<CheckTicket> due = [];
        board.Reload(Enumerable.Range(0, 1000).Select(i => CheckBoardTests.Check(i, intervalMs: 10_000)), Start + TimeSpan.FromMilliseconds(5));
        int[] perSecond = new int[30];
        for (int s = 0; s < 30; s++)
        {
            board.TakeDue(Start + TimeSpan.FromSeconds(s + 1), due);
            foreach (CheckTicket ticket in due) board.Record(ticket, Pass, Start + TimeSpan.FromSeconds(s + 1));
            perSecond[s] = due.Count;
            due.Clear();
        }
        Assert.All(perSecond[11..], count => Assert.InRange(count, 95, 105));
    }

    [Fact]
    public void Another_parameter_is_another_question()
    {
        CheckSpec plain = CheckBoardTests.Check(1), full = plain with { Kind = new TcpCheck(Full: true) }, marked = plain with { Route = new CheckRoute(null, null, 5) };
        CheckBoard board = new([plain], Start, 10);
        List<CheckTicket> due = [];
        board.TakeDue(Start, due);
        board.Record(due[0], Pass, Start);
        board.Reload([plain, full, marked], Start);
        Assert.Equal([Verdict.Up, Verdict.Unknown, Verdict.Unknown], board.States().Select(state => state.Verdict));
    }
}
