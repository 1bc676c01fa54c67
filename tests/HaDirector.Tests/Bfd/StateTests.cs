using HaDirector.Bfd;
using HaDirector.Bfd.Wire;
using HaDirector.Model;

namespace HaDirector.Tests.Bfd;

/// <summary>RFC 5880 sections 6.2 and 6.8.6: which state follows from what the other end says.</summary>
public class StateTests
{
    [Theory]
    [InlineData(BfdState.Down, BfdState.AdminDown, BfdState.Down)]
    [InlineData(BfdState.Down, BfdState.Down, BfdState.Init)]
    [InlineData(BfdState.Down, BfdState.Init, BfdState.Up)]
    [InlineData(BfdState.Down, BfdState.Up, BfdState.Down)]
    [InlineData(BfdState.Init, BfdState.AdminDown, BfdState.Down)]
    [InlineData(BfdState.Init, BfdState.Down, BfdState.Init)]
    [InlineData(BfdState.Init, BfdState.Init, BfdState.Up)]
    [InlineData(BfdState.Init, BfdState.Up, BfdState.Up)]
    [InlineData(BfdState.Up, BfdState.AdminDown, BfdState.Down)]
    [InlineData(BfdState.Up, BfdState.Down, BfdState.Down)]
    [InlineData(BfdState.Up, BfdState.Init, BfdState.Up)]
    [InlineData(BfdState.Up, BfdState.Up, BfdState.Up)]
    public void What_the_other_end_says_moves_the_state(BfdState from, BfdState heard, BfdState to)
    {
        Rig rig = from == BfdState.Up ? Rig.Up() : new Rig();
        if (from == BfdState.Init) rig.Hear(BfdState.Down, yours: 0);
        Assert.Equal(from, rig.Session.State);
        rig.Sent.Clear();

        BfdActions actions = rig.Hear(heard);

        Assert.Equal(to, rig.Session.State);
        // A change is told at once; nothing else is.
        Assert.Equal(from == to ? BfdActions.None : BfdActions.Changed | BfdActions.Send, actions);
        if (from == to) return;
        Assert.Equal((to, Rig.Mine, Rig.Theirs), (rig.Last.State, rig.Last.MyDiscriminator, rig.Last.YourDiscriminator));
        Assert.Equal(to == BfdState.Down ? BfdDiagnostic.NeighborSignaledDown : BfdDiagnostic.None, rig.Session.Diagnostic);
    }

    [Fact]
    public void The_detection_time_takes_a_session_down()
    {
        Rig rig = Rig.Up();
        Assert.Equal(TimeSpan.FromMilliseconds(30), rig.Session.DetectionTime);

        rig.Pass(29);
        Assert.Equal(BfdState.Up, rig.Session.State);
        rig.Pass(1);

        Assert.Equal((BfdState.Down, BfdDiagnostic.DetectionTimeExpired), (rig.Session.State, rig.Session.Diagnostic));
        Assert.Equal((BfdState.Down, BfdDiagnostic.DetectionTimeExpired, 0u), (rig.Last.State, rig.Last.Diagnostic, rig.Last.YourDiscriminator));
    }

    [Fact]
    public void Packets_keep_a_session_up()
    {
        Rig rig = Rig.Up();
        for (int i = 0; i < 1000; i++)
        {
            rig.Pass(20);
            Assert.Equal(BfdActions.None, rig.Hear(BfdState.Up));
        }

        Assert.Equal(BfdState.Up, rig.Session.State);
    }

    [Fact]
    public void A_host_that_was_stopped_listens_once_more_before_it_presumes_the_other_end_dead()
    {
        Rig rig = Rig.Up();
        rig.Now += TimeSpan.FromMilliseconds(500);
        rig.Do(rig.Session.Judge(rig.Now));
        Assert.Equal(BfdState.Up, rig.Session.State);

        // But only once.
        rig.Now += TimeSpan.FromMilliseconds(500);
        rig.Do(rig.Session.Judge(rig.Now));
        Assert.Equal(BfdState.Down, rig.Session.State);
    }

    [Fact]
    public void A_session_taken_down_on_purpose_says_so_and_hears_nothing()
    {
        Rig rig = Rig.Up();
        Assert.Equal(BfdActions.Changed | BfdActions.Send, rig.Do(rig.Session.Stop(rig.Now)));
        Assert.Equal((BfdState.AdminDown, BfdDiagnostic.AdministrativelyDown), (rig.Last.State, rig.Last.Diagnostic));

        Assert.Equal(BfdActions.None, rig.Hear(BfdState.Down, poll: true));
        Assert.Equal(BfdState.AdminDown, rig.Session.State);
        Assert.Equal(Instant.Never, rig.Session.NextDeadline);
        Assert.Equal(BfdActions.None, rig.Session.Stop(rig.Now));
    }

    [Theory]
    [InlineData("192.0.2.12", 255, false, BfdDropReason.None)]
    [InlineData("192.0.2.12", 254, false, BfdDropReason.HopLimit)]
    [InlineData("192.0.2.12", -1, false, BfdDropReason.HopLimit)]
    [InlineData("192.0.2.13", 255, false, BfdDropReason.WrongSender)]
    [InlineData("192.0.2.12", 250, true, BfdDropReason.None)]
    [InlineData("192.0.2.12", 249, true, BfdDropReason.HopLimit)]
    public void Sender_and_hop_limit_are_checked(string source, int hopLimit, bool multiHop, BfdDropReason expected)
    {
        BfdSession session = new(Rig.Spec() with { MultiHop = multiHop, HopLimitMin = 250 }, 1, 1);
        Assert.Equal(expected, session.Refuses(IpAddress.Parse(source), hopLimit));
    }

    [Fact]
    public void Who_is_late_by_all_but_one_of_its_packets_stood_still()
    {
        Rig rig = Rig.Up();
        rig.Pass(5);
        Instant due = rig.Session.NextDeadline;
        Assert.False(rig.Session.StoodStill(due));
        Assert.False(rig.Session.StoodStill(due + TimeSpan.FromMilliseconds(19)));
        Assert.True(rig.Session.StoodStill(due + TimeSpan.FromMilliseconds(20)));
        rig.Hear(BfdState.AdminDown);
        Assert.False(rig.Session.StoodStill(due + TimeSpan.FromMilliseconds(20))); // nobody listens to it
    }
}
