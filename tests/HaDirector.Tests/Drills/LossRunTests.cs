using FsCheck;
using FsCheck.Fluent;
using HaDirector.Drills;
using static HaDirector.Tests.Drills.Acts;

namespace HaDirector.Tests.Drills;

public class LossRunTests
{
    private static readonly TimeSpan End = Ms(1_000_000);

    [Fact]
    public void A_run_lasts_from_its_first_lost_probe_to_the_next_answered_one()
    {
        ProbeSample[] probes = [Answered(0, Seat.Master), Lost(1), Lost(2), Lost(3), Answered(4, Seat.Backup), Lost(5), Answered(6, Seat.Backup)];
        Assert.Equal([new LossRun(Ms(1), Ms(4), 3), new LossRun(Ms(5), Ms(6), 1)], LossRun.All(probes, default, End));
        Assert.Equal(Ms(3), LossRun.Longest(LossRun.All(probes, default, End)));
    }

    [Fact]
    public void A_run_without_an_end_lasts_to_the_last_probe()
    {
        Assert.Equal([new LossRun(Ms(1), Ms(9), 3)], LossRun.All([Answered(0, Seat.Master), Lost(1), Lost(5), Lost(9)], default, End));
    }

    [Theory]
    [InlineData(12, 12)]
    [InlineData(13, 12)]
    [InlineData(423, 12)]
    public void A_pause_of_the_prober_itself_is_not_counted(int answered, int end)
    {
        ProbeSample[] probes = [Answered(0, Seat.Master), Lost(1), Lost(2), Answered(answered, Seat.Master)];
        Assert.Equal([new LossRun(Ms(1), Ms(end), 2)], LossRun.All(probes, default, End));
    }

    [Fact]
    public void Probes_outside_the_time_do_not_count()
    {
        ProbeSample[] probes = [Lost(-3), Lost(-2), Answered(0, Seat.Master), Lost(1), Lost(2)];
        Assert.Equal([new LossRun(Ms(1), Ms(1), 1)], LossRun.All(probes, default, Ms(2)));
    }

    [Fact]
    public void Nothing_lost_is_no_outage() => Assert.Equal(TimeSpan.Zero, LossRun.Longest(LossRun.All([Answered(0, Seat.Master)], default, End)));

    [Fact]
    public void Runs_hold_every_lost_probe_once_and_no_answered_one() => Prop.ForAll<bool[]>(lost =>
    {
        ProbeSample[] probes = [.. lost.Select((isLost, i) => isLost ? Lost(i) : Answered(i, Seat.Master))];
        LossRun[] runs = [.. LossRun.All(probes, default, End)];

        Assert.Equal(lost.Count(l => l), runs.Sum(run => run.Count));
        foreach (LossRun run in runs)
        {
            int from = (int)run.From.TotalMilliseconds;
            Assert.All(lost.Skip(from).Take(run.Count), Assert.True);
            Assert.False(from > 0 && lost[from - 1]);
            Assert.False(from + run.Count < lost.Length && lost[from + run.Count]);
        }
        // The longest, written the slow way: an ended run is as long as it has probes, an open one has no answered end.
        int longest = 0;
        for (int begin = 0; begin < lost.Length; begin++)
        {
            int count = lost.Skip(begin).TakeWhile(l => l).Count();
            longest = Math.Max(longest, begin + count == lost.Length ? count - 1 : count);
        }
        Assert.Equal(Math.Max(longest, 0), LossRun.Longest(runs).TotalMilliseconds);
    }).QuickCheckThrowOnFailure();
}
