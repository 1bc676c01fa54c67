using HaDirector.Bfd;
using HaDirector.Model;

namespace HaDirector.Tests.Bfd;

/// <summary>RFC 5880 sections 6.5 and 6.8.2 to 6.8.7: when packets go, and how both ends agree on it.</summary>
public class IntervalTests
{
    [Fact]
    public void A_session_that_is_not_up_sends_once_a_second_at_most()
    {
        Rig rig = new();
        rig.Pass(60_000);
        Assert.InRange(rig.Sent.Count, 60, 81); // 75-100 % of a second
        Assert.All(rig.Sent, packet => Assert.Equal(1_000_000u, packet.DesiredTransmit));
    }

    [Theory]
    [InlineData(3, 0.75, 1.0)]
    [InlineData(1, 0.75, 0.9)]
    public void Intervals_are_jittered(byte multiplier, double least, double most)
    {
        Rig rig = Rig.Up(Rig.Spec(transmit: 10, multiplier: multiplier));
        List<double> gaps = [];
        for (int i = 0; i < 2000; i++)
        {
            Instant before = rig.Session.NextDeadline;
            rig.Now = before;
            rig.Do(rig.Session.Judge(before));
            gaps.Add((rig.Session.NextDeadline - before).TotalMilliseconds / 10);
            rig.Hear(BfdState.Up, transmit: 1_000_000);
        }

        Assert.InRange(gaps.Min(), least, least + 0.01);
        Assert.InRange(gaps.Max(), most - 0.01, most);
        Assert.InRange(gaps.Average(), ((least + most) / 2) - 0.01, ((least + most) / 2) + 0.01);
    }

    [Fact]
    public void The_slower_of_both_wishes_counts()
    {
        Rig rig = Rig.Up(Rig.Spec(transmit: 10, receive: 20));
        rig.Hear(BfdState.Up, transmit: 5_000, receive: 50_000, multiplier: 4);
        Assert.Equal(TimeSpan.FromMilliseconds(50), rig.Session.TransmitInterval);
        Assert.Equal(TimeSpan.FromMilliseconds(80), rig.Session.DetectionTime);
        Assert.Equal(TimeSpan.FromMilliseconds(150), rig.Session.Spec.PatienceOf(rig.Session.RemoteReceiveInterval));
        rig.Hear(BfdState.Up, transmit: 70_000, receive: 1_000, multiplier: 4);
        Assert.Equal(TimeSpan.FromMilliseconds(10), rig.Session.TransmitInterval);
        Assert.Equal(TimeSpan.FromMilliseconds(280), rig.Session.DetectionTime);
        Assert.Equal(TimeSpan.FromMilliseconds(30), rig.Session.Spec.PatienceOf(rig.Session.RemoteReceiveInterval));
    }

    [Fact]
    public void Coming_up_polls_until_the_final()
    {
        Rig rig = new();
        rig.Hear(BfdState.Init, transmit: 1_000_000);
        Assert.Equal(BfdState.Up, rig.Session.State);
        rig.Pass(100);
        Assert.True(rig.Session.IsPolling);
        Assert.True(rig.Last.Poll);
        Assert.Equal(10_000u, rig.Last.DesiredTransmit);

        rig.Hear(BfdState.Up, final: true, transmit: 1_000_000);
        rig.Pass(20);
        Assert.False(rig.Last.Poll);
        Assert.False(rig.Session.IsPolling);
    }

    [Theory]
    [InlineData(BfdState.Up)]
    [InlineData(BfdState.Down)] // with the change of the state in the same packet
    public void A_poll_is_answered_at_once(BfdState heard)
    {
        Rig rig = Rig.Up();
        rig.Hear(heard, poll: true);
        Assert.Single(rig.Sent);
        Assert.True(rig.Last.Final);
        Assert.Equal(rig.Session.State, rig.Last.State);
        rig.Pass(1000);
        Assert.Single(rig.Sent, packet => packet.Final);
    }

    [Fact]
    public void Sending_slower_waits_until_the_other_end_knows()
    {
        Rig rig = Rig.Up();
        rig.Adopt(Rig.Spec(transmit: 50));
        Assert.Equal((true, 50_000u), (rig.Last.Poll, rig.Last.DesiredTransmit));
        Assert.Equal(TimeSpan.FromMilliseconds(10), rig.Session.TransmitInterval);
        rig.Hear(BfdState.Up, final: true);
        Assert.Equal(TimeSpan.FromMilliseconds(50), rig.Session.TransmitInterval);
        Assert.Equal(BfdState.Up, rig.Session.State);
    }

    [Fact]
    public void Sending_faster_needs_not_wait_and_is_polled_too()
    {
        Rig rig = Rig.Up();
        rig.Hear(BfdState.Up, receive: 1_000);
        rig.Adopt(Rig.Spec(transmit: 5));
        Assert.True(rig.Last.Poll);
        Assert.Equal(TimeSpan.FromMilliseconds(5), rig.Session.TransmitInterval);
    }

    [Fact]
    public void Expecting_more_waits_until_the_other_end_knows()
    {
        Rig rig = Rig.Up(Rig.Spec(receive: 100));
        rig.Adopt(Rig.Spec(receive: 10));
        Assert.Equal(10_000u, rig.Last.RequiredReceive);
        Assert.Equal(TimeSpan.FromMilliseconds(300), rig.Session.DetectionTime);
        rig.Hear(BfdState.Up, final: true);
        Assert.Equal(TimeSpan.FromMilliseconds(30), rig.Session.DetectionTime);
    }

    [Fact]
    public void A_change_during_a_poll_is_polled_again()
    {
        Rig rig = Rig.Up();
        rig.Adopt(Rig.Spec(transmit: 50));
        rig.Adopt(Rig.Spec(transmit: 40));
        rig.Hear(BfdState.Up, final: true); // may answer the first
        Assert.True(rig.Session.IsPolling);
        Assert.Equal(TimeSpan.FromMilliseconds(10), rig.Session.TransmitInterval);
        rig.Hear(BfdState.Up, final: true);
        Assert.False(rig.Session.IsPolling);
        Assert.Equal(TimeSpan.FromMilliseconds(40), rig.Session.TransmitInterval);
    }

    [Fact]
    public void Another_multiplier_needs_no_poll_and_the_same_spec_nothing()
    {
        Rig rig = Rig.Up();
        Assert.Equal(BfdActions.None, rig.Adopt(Rig.Spec()));
        Assert.Equal(BfdActions.Send, rig.Adopt(Rig.Spec(multiplier: 5)));
        Assert.Equal((5, false), (rig.Last.Multiplier, rig.Last.Poll));
        Assert.Equal(BfdActions.None, rig.Adopt(Rig.Spec() with { Peer = Rig.Local }));
        Assert.Equal(Rig.Peer, rig.Session.Spec.Peer);
    }

    [Fact]
    public void A_final_nobody_asked_for_is_nothing()
    {
        Rig rig = Rig.Up();
        Assert.Equal(BfdActions.None, rig.Hear(BfdState.Up, final: true));
        Assert.Equal(TimeSpan.FromMilliseconds(10), rig.Session.TransmitInterval);
    }

    [Fact]
    public void A_passive_end_waits_for_the_first_packet_and_falls_silent_with_the_other()
    {
        Rig rig = new(Rig.Spec() with { Passive = true });
        rig.Pass(10_000);
        Assert.Empty(rig.Sent);
        rig.Hear(BfdState.Down, yours: 0, transmit: 1_000_000);
        Assert.Equal(BfdState.Init, rig.Last.State);
        rig.Hear(BfdState.Up, transmit: 10_000);
        rig.Pass(60_000);
        int sent = rig.Sent.Count;
        Assert.Equal(BfdState.Down, rig.Session.State);
        rig.Pass(60_000);
        Assert.Equal(sent, rig.Sent.Count);
    }

    [Fact]
    public void An_other_end_that_wants_no_packets_gets_none_but_answers()
    {
        Rig rig = Rig.Up();
        rig.Hear(BfdState.Up, receive: 0);
        rig.Sent.Clear();
        rig.Pass(25);
        Assert.Empty(rig.Sent);
        rig.Hear(BfdState.Up, receive: 0, poll: true);
        Assert.True(Assert.Single(rig.Sent).Final);
        rig.Hear(BfdState.Up);
        rig.Pass(25);
        Assert.True(rig.Sent.Count > 1);
    }

    [Fact]
    public void Demand_of_the_other_end_is_obeyed_except_for_polls()
    {
        Rig rig = Rig.Up();
        rig.Hear(BfdState.Up, demand: true);
        rig.Pass(25);
        Assert.Empty(rig.Sent);
        rig.Adopt(Rig.Spec(transmit: 20));
        rig.Pass(4);
        rig.Hear(BfdState.Up, demand: true);
        rig.Pass(25);
        Assert.True(rig.Sent.Count > 1);
        Assert.All(rig.Sent, packet => Assert.True(packet.Poll));
    }
}
