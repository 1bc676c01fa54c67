using HaDirector.Vrrp.Fence;

namespace HaDirector.Tests.Vrrp.Fence;

public class LeaseTests
{
    [Theory]
    [InlineData(1000, 4, 2996)]
    [InlineData(100, 4, 296)]
    [InlineData(100, 1, 299)]
    [InlineData(100, 10, 290)]
    [InlineData(10, 4, 24)]
    [InlineData(10, 1, 29)]
    [InlineData(10, 10, 30)] // a jiffy less would leave one interval
    [InlineData(5, 4, 12)]
    [InlineData(3, 4, 8)]
    [InlineData(1, 10, 10)] // never none at all
    public void A_lease_is_whole_jiffies_and_no_more_than_three_intervals(int interval, int jiffy, int expected) => Assert.Equal(
        expected,
        Lease.Within(TimeSpan.FromMilliseconds(interval * 3), TimeSpan.FromMilliseconds(interval), TimeSpan.FromMilliseconds(jiffy)).TotalMilliseconds);

    [Fact]
    public void A_jiffy_of_a_third_of_a_centisecond_is_written_so_that_the_kernel_counts_as_many()
    {
        TimeSpan jiffy = new(33_333); // HZ = 300
        for (int interval = 10; interval <= 1000; interval += 10)
        {
            TimeSpan lease = Lease.Within(TimeSpan.FromMilliseconds(interval * 3), TimeSpan.FromMilliseconds(interval), jiffy);
            long kernel = (long)(lease.TotalNanoseconds / 3_333_333); // nsecs_to_jiffies64 rounds down
            Assert.InRange(kernel * 3.333333, interval * 2, interval * 3);
        }
    }
}
