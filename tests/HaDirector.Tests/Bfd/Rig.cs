using HaDirector.Bfd;
using HaDirector.Bfd.Wire;
using HaDirector.Model;

namespace HaDirector.Tests.Bfd;

/// <summary>One session, a clock that only tests turn, and a peer that says what tests say.</summary>
internal sealed class Rig
{
    public const uint Mine = 7, Theirs = 9;

    public static readonly IpAddress Local = IpAddress.Parse("192.0.2.11"), Peer = IpAddress.Parse("192.0.2.12");

    private readonly byte[] _bytes = new byte[BfdPacket.Size];

    public Rig(BfdSpec? spec = null)
    {
        Session = new BfdSession(spec ?? Spec(), Mine, seed: 1);
        Session.Start(Now);
    }

    public BfdSession Session { get; }

    public Instant Now { get; set; } = new(1_000_000_000);

    /// <summary>Packets sent, oldest first.</summary>
    public List<BfdPacket> Sent { get; } = [];

    public BfdPacket Last => Sent[^1];

    public static BfdSpec Spec(int transmit = 10, int receive = 10, byte multiplier = 3) =>
        new("peer", Peer, Local, "eth0", TimeSpan.FromMilliseconds(transmit), TimeSpan.FromMilliseconds(receive), multiplier);

    /// <summary>A session that is up, with the peer's intervals agreed.</summary>
    public static Rig Up(BfdSpec? spec = null)
    {
        Rig rig = new(spec);
        rig.Hear(BfdState.Down, yours: 0);
        rig.Hear(BfdState.Up);
        rig.Hear(BfdState.Up, final: true);
        rig.Sent.Clear();
        return rig;
    }

    public BfdActions Hear(
        BfdState state, uint yours = Mine, bool poll = false, bool final = false, byte multiplier = 3, uint transmit = 10_000, uint receive = 10_000, bool demand = false) =>
        Do(Session.Hear(
            new BfdPacket
            {
                State = state,
                Poll = poll,
                Final = final,
                Demand = demand,
                Multiplier = multiplier,
                MyDiscriminator = Theirs,
                YourDiscriminator = yours,
                DesiredTransmit = transmit,
                RequiredReceive = receive,
            },
            Now));

    public BfdActions Adopt(BfdSpec next) => Do(Session.Adopt(next, Now));

    /// <summary>Lets time pass; every timer is judged when it is due.</summary>
    public void Pass(double milliseconds)
    {
        Instant until = Now + TimeSpan.FromMilliseconds(milliseconds);
        while (Session.NextDeadline <= until)
        {
            Now = Session.NextDeadline > Now ? Session.NextDeadline : Now;
            Do(Session.Judge(Now));
        }

        Now = until;
    }

    public BfdActions Do(BfdActions actions)
    {
        if ((actions & BfdActions.Send) == 0) return actions;
        Session.Write(_bytes);
        Assert.True(BfdPacket.TryParse(_bytes, out BfdPacket packet, out _));
        Assert.False(packet.Poll && packet.Final);
        Sent.Add(packet);
        return actions;
    }
}
