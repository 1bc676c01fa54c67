using HaDirector.Drills;
using static HaDirector.Tests.Drills.Acts;

namespace HaDirector.Tests.Drills;

public class ActFiguresTests
{
    [Fact]
    public void A_good_takeover_is_read_as_it_went()
    {
        ActFigures figures = ActFigures.Of(Good(Fault.Cut, 300));
        Assert.Equal(Ms(300), figures.Outage);
        Assert.Equal(Ms(300.4), figures.Takeover);
        Assert.Equal((50, 0), (figures.Kept, figures.Lost));
        Assert.Equal(Ms(360), figures.LongestSilence);
        Assert.Equal(Ms(20), figures.FailbackOutage);
        Assert.Null(figures.DeadServerUsed);
        Assert.Equal(3500, figures.ProbesAnswered);
    }

    [Fact]
    public void The_probe_in_flight_belongs_to_the_outage_and_earlier_losses_do_not()
    {
        ActRecord act = Good(Fault.Cut, 2) with
        {
            Probes = [Lost(-400), Lost(-300), Answered(-200, Seat.Master), Lost(-1), Lost(0), Answered(2, Seat.Backup)],
        };
        Assert.Equal(Ms(3), ActFigures.Of(act).Outage);
    }

    [Fact]
    public void The_takeover_is_the_first_answer_through_the_backup_not_the_first_probe_to_it()
    {
        ActRecord act = Good(Fault.Kill) with
        {
            Probes =
            [
                Answered(-10, Seat.Backup), Answered(5, Seat.Master), new(Ms(10), null, Seat.Backup, 0), new(Ms(20), Ms(90), Seat.Backup, 1),
                new(Ms(30), Ms(1), Seat.Backup, 1),
            ],
        };
        Assert.Equal(Ms(31), ActFigures.Of(act).Takeover);
    }

    [Fact]
    public void An_answer_through_the_backup_after_the_healing_is_no_takeover()
    {
        ActRecord act = Good(Fault.Cut) with { Probes = [Answered(0, Seat.Master), Answered(3900, Seat.Backup)] };
        Assert.Null(ActFigures.Of(act).Takeover);
    }

    [Theory]
    [InlineData(3400, null, true)]
    [InlineData(3399, null, false)]
    [InlineData(3500, 3450, false)]
    public void A_connection_is_kept_when_it_stands_and_speaks_after_the_watch(int last, int? broken, bool kept)
    {
        var held = new HeldConnection(1, Ms(last), default, Ms(100), broken is { } at ? Ms(at) : null);
        ActFigures figures = ActFigures.Of(Good(Fault.Cut) with { Held = [held] });
        Assert.Equal(kept ? (1, 0) : (0, 1), (figures.Kept, figures.Lost));
    }

    [Fact]
    public void The_dead_server_was_used_until_the_last_connection_nobody_answered()
    {
        Assert.Equal(Ms(1200), ActFigures.Of(Good(Fault.ServerDown)).DeadServerUsed);
        ActRecord before = Good(Fault.ServerDown) with { New = [new(Ms(-100), null, 0), new(Ms(100), Ms(1), 2), new(Ms(3900), null, 0)] };
        Assert.Null(ActFigures.Of(before).DeadServerUsed);
    }
}
