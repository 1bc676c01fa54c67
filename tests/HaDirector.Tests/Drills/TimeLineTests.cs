using HaDirector.Drills;
using static HaDirector.Tests.Drills.Acts;

namespace HaDirector.Tests.Drills;

public class TimeLineTests
{
    [Fact]
    public void Probes_become_stretches_without_holes()
    {
        TimeLine line = TimeLine.Of(Good(Fault.Cut, 300), Pair.AdvertInterval);
        Assert.Equal(
            [
                new Stretch(Ms(-500), Ms(0), Seat.Master, 500),
                new Stretch(Ms(0), Ms(300), Seat.None, 300, 300),
                new Stretch(Ms(300), Ms(5000), Seat.Backup, 4700),
                new Stretch(Ms(5000), Ms(5020), Seat.None, 20, 20),
                new Stretch(Ms(5020), Ms(7999), Seat.Master, 2980),
            ],
            line.Probe);
    }

    [Fact]
    public void Adverts_further_apart_than_two_and_a_half_intervals_are_two_stretches()
    {
        LinkEvent[] adverts = [Advert(0), Advert(100), Advert(350), Advert(601), Advert(700)];
        TimeLine line = TimeLine.Of(Good(Fault.Cut) with { Link = adverts }, Ms(100));
        Assert.Equal([new Stretch(Ms(0), Ms(350), Seat.Master, 3), new Stretch(Ms(601), Ms(700), Seat.Master, 2)], line.Adverts);
    }

    [Fact]
    public void A_resignation_ends_a_stretch_at_once()
    {
        LinkEvent[] adverts = [Advert(0), new(Ms(50), Seat.Master, LinkEventKind.Resignation), Advert(150)];
        TimeLine line = TimeLine.Of(Good(Fault.Graceful) with { Link = adverts }, Ms(100));
        Assert.Equal([new Stretch(Ms(0), Ms(50), Seat.Master, 2), new Stretch(Ms(150), Ms(150), Seat.Master, 1)], line.Adverts);
        Assert.Equal(LinkEventKind.Resignation, Assert.Single(line.Marks).Kind);
    }

    [Fact]
    public void Every_other_probe_lost_is_one_stretch_that_says_how_many()
    {
        ProbeSample[] probes = [.. Enumerable.Range(0, 1000).Select(i => i % 2 == 0 && i < 600 ? Lost(i) : Answered(i, Seat.Master))];
        IReadOnlyList<Stretch> stretches = TimeLine.Of(Good(Fault.ServerDown) with { Probes = probes }, Ms(100)).Probe;
        Assert.Equal([new Stretch(Ms(0), Ms(599), Seat.Master, 599, 300), new Stretch(Ms(599), Ms(999), Seat.Master, 401)], stretches);
    }

    [Fact]
    public void A_pause_of_the_prober_after_a_loss_is_a_hole()
    {
        ProbeSample[] probes = [Lost(0), Lost(1), Lost(20), Answered(400, Seat.Master), Answered(420, Seat.Master)];
        Assert.Equal(
            [new Stretch(Ms(0), Ms(30), Seat.None, 3, 3), new Stretch(Ms(400), Ms(420), Seat.Master, 2)],
            TimeLine.Of(Good(Fault.Cut) with { Probes = probes }, Ms(100)).Probe);
    }

    [Fact]
    public void An_answer_by_an_unknown_way_is_not_lost() =>
        Assert.Equal(Seat.Stranger, Assert.Single(TimeLine.Of(Good(Fault.Cut) with { Probes = [Answered(0, Seat.None), Answered(1, Seat.None)] }, Ms(100)).Probe).By);

    [Fact]
    public void A_storm_of_events_is_bounded()
    {
        LinkEvent[] storm = [.. Enumerable.Range(0, 100_000).Select(i => new LinkEvent(Ms(i), Seat.Backup, LinkEventKind.GratuitousArp))];
        Assert.Equal(400, TimeLine.Of(Good(Fault.Cut) with { Link = storm }, Ms(100)).Marks.Count);
    }

    private static LinkEvent Advert(int at) => new(Ms(at), Seat.Master, LinkEventKind.Advert);
}
