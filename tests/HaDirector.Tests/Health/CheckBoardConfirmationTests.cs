using HaDirector.Health;
using HaDirector.Model;

namespace HaDirector.Tests.Health;

public class CheckBoardConfirmationTests
{
    private static readonly Instant Start = new(1_000_000_000);
    private static readonly ProbeResult Pass = new(true, TimeSpan.FromMilliseconds(1), "connected");
    private static readonly ProbeResult Fail = new(false, TimeSpan.FromMilliseconds(1), "connection refused") { Outcome = ProbeOutcome.Refused };

    private static readonly CheckSpec Check = CheckBoardTests.Check(1, fall: 2);

    private int _asked;

    private VerdictChange? Try(CheckBoard board, ProbeResult result, bool empties = true)
    {
        List<CheckTicket> tickets = [];
        Instant due = board.NextDeadline;
        board.TakeDue(due, tickets);
        return board.Record(Assert.Single(tickets), result, due, spec =>
        {
            Assert.Equal(Check, spec);
            _asked++;
            return empties;
        });
    }

    private CheckBoard OneFailureBeforeItsFall()
    {
        CheckBoard board = new([Check], Start, 10);
        Try(board, Pass);
        Assert.Null(Try(board, Fail));
        Assert.Equal(0, _asked);
        return board;
    }

    [Fact]
    public void The_fall_of_the_last_server_waits_for_one_more_try_at_once()
    {
        CheckBoard board = OneFailureBeforeItsFall();
        Instant due = board.NextDeadline;
        Assert.Null(Try(board, Fail));
        Assert.Equal(1, _asked);
        Assert.Equal(Verdict.Up, board.VerdictOf(Check));
        Assert.True(board.StateOf(Check)!.IsConfirming);
        Assert.Equal(due, board.NextDeadline);

        VerdictChange down = Try(board, Fail)!.Value;
        Assert.Equal((Verdict.Down, true), (down.To, down.Confirmed));
        Assert.Equal(1, _asked);
        Assert.False(board.StateOf(Check)!.IsConfirming);
        Assert.Equal(due + Check.Interval, board.NextDeadline);
    }

    [Fact]
    public void A_pass_instead_keeps_it_up_and_the_row_begins_anew()
    {
        CheckBoard board = OneFailureBeforeItsFall();
        Instant due = board.NextDeadline;
        Try(board, Fail);
        Assert.Null(Try(board, Pass));
        Assert.Equal(Verdict.Up, board.VerdictOf(Check));
        Assert.Equal(due + Check.Interval, board.NextDeadline);
        Assert.Null(Try(board, Fail));
        Assert.Null(Try(board, Fail)); // asked again
        Assert.Equal(2, _asked);
        Assert.Equal(Verdict.Down, Try(board, Fail)!.Value.To);
    }

    [Fact]
    public void A_server_with_others_beside_it_falls_without_one()
    {
        CheckBoard board = OneFailureBeforeItsFall();
        VerdictChange down = Try(board, Fail, empties: false)!.Value;
        Assert.Equal((Verdict.Down, false), (down.To, down.Confirmed));
    }

    [Fact]
    public void A_first_failure_of_an_unchecked_server_in_service_waits_too()
    {
        CheckBoard board = new([Check], Start, 10);
        Assert.Null(Try(board, Fail));
        Assert.Equal(Verdict.Unknown, board.VerdictOf(Check));
        Assert.Equal(Verdict.Down, Try(board, Fail)!.Value.To);
    }

    [Fact]
    public void A_fault_of_this_host_confirms_nothing()
    {
        CheckBoard board = OneFailureBeforeItsFall();
        Try(board, Fail);
        Assert.Null(Try(board, Fail with { Fault = Fault.Local }));
        Assert.True(board.StateOf(Check)!.IsConfirming);
        Assert.Equal(Verdict.Down, Try(board, Fail)!.Value.To);
        Assert.Equal(1, _asked);
    }
}
