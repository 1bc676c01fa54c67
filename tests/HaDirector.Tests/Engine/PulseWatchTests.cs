using HaDirector.Engine;
using HaDirector.Model;

namespace HaDirector.Tests.Engine;

public sealed class PulseWatchTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(300);

    private static Instant At(double milliseconds) => new((long)(milliseconds * 1_000_000));

    [Fact]
    public void Silence_of_the_limit_is_a_stall_when_the_watcher_was_in_time()
    {
        PulseWatch watch = new(At(0));
        watch.Heard(At(100));
        Assert.False(watch.Stalled(At(399)));
        Assert.True(watch.Stalled(At(401)));
    }

    [Fact]
    public void The_first_pulse_may_take_longer()
    {
        PulseWatch watch = new(At(0));
        Assert.False(watch.Stalled(At(9_999)));
        Assert.True(watch.Stalled(At(10_001)));
    }

    [Fact]
    public void A_watcher_that_was_itself_late_grants_one_more_limit_and_no_second()
    {
        PulseWatch watch = new(At(0));
        watch.Heard(At(100));
        Assert.False(watch.Stalled(At(5_000))); // we slept, not necessarily it
        Assert.Equal(At(5_300), watch.Deadline);
        Assert.False(watch.Stalled(At(5_299)));
        Assert.True(watch.Stalled(At(9_000))); // late again, but it had its chance
    }

    [Fact]
    public void A_pulse_renews_the_grant()
    {
        PulseWatch watch = new(At(0));
        watch.Heard(At(100));
        Assert.False(watch.Stalled(At(5_000)));
        watch.Heard(At(5_001));
        Assert.False(watch.Stalled(At(9_000)));
    }

    [Theory]
    [InlineData(10, 300)]
    [InlineData(100, 300)]
    [InlineData(101, 303)]
    [InlineData(40_950, 122_850)]
    public void The_limit_is_three_intervals_but_not_less_than_300_ms(int interval, int limit) =>
        Assert.Equal(TimeSpan.FromMilliseconds(limit), PulseWatch.LimitFor(TimeSpan.FromMilliseconds(interval)));

    [Fact]
    public void A_longer_limit_holds_at_once_and_a_shorter_one_from_the_next_pulse()
    {
        PulseWatch watch = new(At(0));
        watch.Heard(At(100));
        watch.SetLimit(TimeSpan.FromSeconds(3));
        Assert.Equal(At(3_100), watch.Deadline);
        watch.SetLimit(Limit);
        Assert.Equal(At(3_100), watch.Deadline);
        watch.Heard(At(200));
        Assert.Equal(At(500), watch.Deadline);
    }
}
