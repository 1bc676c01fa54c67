using HaDirector.Model;
using HaDirector.Vrrp.Presence;

namespace HaDirector.Tests.Vrrp.Presence;

public class PresenceWatchTests
{
    private static readonly IpAddress Peer = IpAddress.Parse("192.0.2.12"), Other = IpAddress.Parse("192.0.2.13");
    private readonly PresenceWatch _watch = new([Peer, Other], session: 7);

    private static Instant At(double seconds) => new((long)(seconds * 1e9));

    private HelloDrop Hear(ulong session, ulong counter, long wall, double at, IpAddress? from = null) =>
        _watch.Hear(from ?? Peer, new Hello(session, counter, wall), At(at), out _);

    [Fact]
    public void Who_was_never_heard_is_absent() => Assert.False(_watch.AnyPresent(At(100)));

    [Fact]
    public void A_hello_counts_for_three_seconds()
    {
        Assert.Equal(HelloDrop.None, Hear(1, 1, 1000, 10));
        Assert.True(_watch.AnyPresent(At(12.999)));
        Assert.Equal(At(13), _watch.NextDeadline(At(11)));
        Assert.False(_watch.AnyPresent(At(13)));
        Assert.Equal(Instant.Never, _watch.NextDeadline(At(13)));
    }

    [Fact]
    public void One_present_director_is_enough()
    {
        Hear(1, 1, 1000, 10);
        Hear(2, 1, 1000, 12, Other);
        Assert.True(_watch.AnyPresent(At(14)));
        Assert.False(_watch.IsPresent(0, At(14)));
        Assert.True(_watch.IsPresent(1, At(14)));
    }

    [Fact]
    public void A_hello_said_again_is_refused_and_keeps_nobody_present()
    {
        Hear(1, 5, 1000, 10);
        Assert.Equal(HelloDrop.Replayed, Hear(1, 5, 1000, 12));
        Assert.Equal(HelloDrop.Replayed, Hear(1, 4, 1000, 12));
        Assert.False(_watch.AnyPresent(At(13)));
    }

    [Fact]
    public void A_restarted_director_is_believed_at_once_and_its_old_session_no_more()
    {
        Hear(1, 5, 1000, 10);
        Assert.Equal(HelloDrop.None, Hear(2, 1, 1001, 11));
        Assert.Equal(HelloDrop.Replayed, Hear(1, 6, 1000, 11.5));
    }

    [Fact]
    public void A_director_that_restarts_with_an_earlier_clock_is_believed_when_its_old_self_is_absent()
    {
        Hear(1, 5, 1000, 10);
        Assert.Equal(HelloDrop.Replayed, Hear(2, 1, 500, 12));
        Assert.Equal(HelloDrop.None, Hear(2, 2, 501, 13));
    }

    [Fact]
    public void Our_own_hello_and_a_stranger_s_are_refused()
    {
        Assert.Equal(HelloDrop.Own, Hear(7, 1, 1000, 10));
        Assert.Equal(HelloDrop.Sender, Hear(1, 1, 1000, 10, IpAddress.Parse("192.0.2.99")));
        Assert.False(_watch.AnyPresent(At(10)));
    }

    [Theory]
    [InlineData(1000, 1060, true)]
    [InlineData(1000, 940, true)]
    [InlineData(1000, 1061, false)]
    [InlineData(1000, 939, false)]
    [InlineData(long.MinValue, 1000, false)]
    [InlineData(long.MaxValue, 1000, false)]
    public void Its_word_on_routers_counts_while_the_clocks_agree(long theirs, long ours, bool believed) =>
        Assert.Equal(believed, PresenceWatch.Believes(new Hello(1, 1, theirs), ours));
}
