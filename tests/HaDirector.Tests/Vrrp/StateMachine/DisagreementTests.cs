using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Wire;

namespace HaDirector.Tests.Vrrp.StateMachine;

public class DisagreementTests
{
    private static readonly IpAddress Peer = IpAddress.Parse("192.0.2.12");
    private static readonly TimeSpan Pause = DisagreementLog.Pause(new Centiseconds(10));

    private readonly DisagreementLog _log = new(2);
    private Instant _now = new(1_000_000_000);

    [Fact]
    public void It_lasts_from_the_third_advert_until_a_pause()
    {
        Assert.False(Note());
        Assert.False(Note());
        Assert.True(Note());
        _now += Pause;
        Assert.True(_log.Lasts(0, _now, out IpAddress sender));
        Assert.Equal(Peer, sender);
        Assert.False(_log.Lasts(1, _now, out _));
        _now += TimeSpan.FromMilliseconds(1);
        Assert.False(_log.Lasts(0, _now, out _));
        Assert.False(Note()); // begins anew
    }

    [Fact]
    public void Adverts_that_are_far_apart_are_no_disagreement()
    {
        for (int i = 0; i < 10; i++)
        {
            Assert.False(Note());
            _now += Pause + TimeSpan.FromMilliseconds(1);
        }
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(100, 3)]
    [InlineData(500, 15)]
    public void The_pause_is_three_intervals_and_never_short(int centiseconds, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), DisagreementLog.Pause(new Centiseconds(centiseconds)));

    [Theory]
    [InlineData(DropReason.Version, Disagreement.Version, true)]
    [InlineData(DropReason.IntervalDiffers, Disagreement.Interval, true)]
    [InlineData(DropReason.AddressListDiffers, Disagreement.Addresses, true)]
    [InlineData(DropReason.Password, Disagreement.Authentication, true)]
    [InlineData(DropReason.HmacWrong, Disagreement.Authentication, true)]
    [InlineData(DropReason.UnknownPeer, null, true)]
    [InlineData(DropReason.OwnPacket, null, false)]
    [InlineData(DropReason.HmacReplayed, null, false)]
    [InlineData(DropReason.Truncated, null, false)]
    public void What_was_dropped_shows_what_is_behind_it(DropReason reason, Disagreement? behind, bool mastersAdvert) =>
        Assert.Equal((behind, mastersAdvert), (Disagreements.Behind(reason), Disagreements.IsMastersAdvert(reason)));

    private bool Note()
    {
        _now += TimeSpan.FromMilliseconds(100);
        _log.Note(0, Peer, Pause, _now);
        return _log.Lasts(0, _now, out _);
    }
}
