using HaDirector.Drills;
using static HaDirector.Tests.Drills.Acts;

namespace HaDirector.Tests.Drills;

public class DrillSubjectTests
{
    [Theory]
    [InlineData(100, 100, 60.9375, 360.9375)]
    [InlineData(1000, 100, 609.375, 3609.375)]
    [InlineData(10, 254, 0.078125, 30.078125)]
    public void Skew_and_down_interval_follow_the_standard(double interval, byte priority, double skew, double down)
    {
        DrillSubject subject = Pair with { AdvertInterval = Ms(interval), Backup = Pair.Backup with { Priority = priority } };
        Assert.Equal(skew, subject.BackupSkew.TotalMilliseconds, 3);
        Assert.Equal(down, subject.BackupDownInterval.TotalMilliseconds, 3);
    }

    [Fact]
    public void A_dead_server_is_found_after_fall_intervals_and_a_timeout()
    {
        Assert.Equal(Ms(1300), Pair.DeadServerBound);
        Assert.Null((Pair with { Check = null }).DeadServerBound);
    }
}
