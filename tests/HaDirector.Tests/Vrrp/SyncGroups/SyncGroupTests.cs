using HaDirector.Vrrp;

namespace HaDirector.Tests.Vrrp.SyncGroups;

public class SyncGroupTests
{
    private const double Settled = 12;

    [Fact]
    public void Members_are_master_together_or_not_at_all()
    {
        Pair pair = Started([150, 150, 150], [100, 100, 100]);
        Assert.True(pair.A.IsMaster);
        Assert.All(pair.B.Members, member => Assert.Equal(VrrpState.Backup, member.State));
    }

    [Fact]
    public void A_fault_of_one_pulls_all_to_fault_and_the_other_director_takes_all()
    {
        Pair pair = Started([150, 150], [100, 100]);
        pair.Cut(1);
        pair.A.SetLink(1, up: false, pair.Now);
        Assert.All(pair.A.Members, member => Assert.Equal(VrrpState.Fault, member.State));
        pair.Run(Settled, () => Assert.False(pair.B.IsMixed));
        Assert.True(pair.B.IsMaster);

        pair.Cut(1, cut: false);
        pair.A.SetLink(1, up: true, pair.Now);
        Assert.All(pair.A.Members, member => Assert.Equal(VrrpState.Backup, member.State));
        pair.Run(Settled);
        Assert.True(pair.A.IsMaster);
    }

    [Fact]
    public void A_track_of_one_faults_all_and_its_return_brings_all_back()
    {
        Pair pair = Started([150, 150], [100, 100]);
        pair.A.SetTracks(0, 150, faulted: true, pair.Now);
        Assert.All(pair.A.Members, member => Assert.Equal((VrrpState.Fault, TransitionReason.TrackDown), (member.State, member.Reason)));
        pair.Run(Settled);
        Assert.True(pair.B.IsMaster);
        pair.A.SetTracks(0, 150, faulted: false, pair.Now);
        pair.Run(Settled);
        Assert.True(pair.A.IsMaster);
    }

    [Fact]
    public void Who_is_faulted_says_good_bye_and_no_priority_any_more()
    {
        Pair pair = Started([150, 150], [100, 100]);
        int adverts = pair.Adverts;
        pair.A.SetTracks(1, 20, faulted: true, pair.Now);
        Assert.All(pair.A.Members, member => Assert.Equal(VrrpState.Fault, member.State));
        Assert.Equal(adverts + 2, pair.Adverts);
    }

    [Fact]
    public void The_least_priority_is_that_of_all()
    {
        Pair pair = Started([150, 150], [100, 100]);
        pair.A.SetTracks(1, 90, faulted: false, pair.Now);
        Assert.All(pair.A.Members, member => Assert.Equal(90, member.Priority));
        pair.Run(Settled, () => Assert.False(pair.A.IsMixed));
        Assert.True(pair.B.IsMaster);

        pair.A.SetTracks(1, 150, faulted: false, pair.Now); // who was pulled to backup takes over again when it is the better one
        pair.Run(Settled);
        Assert.True(pair.A.IsMaster);
    }

    /// <summary>keepalived re-elects for ever: each director outranks the other in another member.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Priorities_that_differ_in_opposite_directions_make_no_loop_of_elections(bool onlyBackup)
    {
        Pair pair = new([[150, 100], [100, 150]], spec => spec with { OnlyBackup = onlyBackup });
        pair.Start(0);
        pair.Start(1);
        pair.Run(Settled);
        int changes = Changes(pair);
        pair.Run(300);
        Assert.Equal(changes, Changes(pair));
        Assert.Single(pair.Directors, director => director.IsMaster);
        Assert.InRange(changes, 0, 24);
    }

    /// <summary>The same with equal priorities, where the addresses decide, and differently in each member.</summary>
    [Theory]
    [InlineData(100, false)]
    [InlineData(100, true)]
    [InlineData(2, false)]
    public void A_tie_that_the_addresses_break_differently_is_broken_once(byte priority, bool onlyBackup)
    {
        Pair pair = new([[priority, priority, priority], [priority, priority, priority]], spec => spec with { OnlyBackup = onlyBackup });
        pair.Cut(-1);
        pair.Start(0);
        pair.Start(1);
        pair.Run(Settled);
        Assert.All(pair.Directors, director => Assert.True(director.IsMaster)); // split

        pair.Cut(-1, cut: false);
        pair.Run(Settled);
        int changes = Changes(pair);
        pair.Run(300);
        Assert.Equal(changes, Changes(pair));
        Director master = Assert.Single(pair.Directors, director => director.IsMaster);
        Assert.All(master.Members, member => Assert.Equal(priority, member.Priority));
        Assert.InRange(pair.Adverts, 1, 400 * 3 * 2);
    }

    [Fact]
    public void A_cut_of_one_network_moves_nothing_while_another_member_hears_the_master()
    {
        Pair pair = Started([150, 150], [100, 100]);
        int changes = Changes(pair);
        pair.Cut(0);
        pair.Run(60);
        Assert.Equal(changes, Changes(pair));

        pair.Cut(1);
        pair.Run(Settled, () => Assert.False(pair.B.IsMixed));
        Assert.True(pair.B.IsMaster); // nobody hears a master now
    }

    [Fact]
    public void A_peer_is_lost_when_every_member_lost_it()
    {
        Pair pair = new([[150, 150], [100, 100]], spec => spec with { OnlyBackup = true });
        pair.Start(0);
        pair.Start(1);
        pair.Run(Settled);
        pair.Cut(-1);
        pair.B.PeerLost(0, pair.Now);
        Assert.All(pair.B.Members, member => Assert.Equal(VrrpState.Backup, member.State));
        pair.B.PeerLost(1, pair.Now);
        Assert.True(pair.B.IsMaster);
    }

    [Fact]
    public void A_graceful_stop_hands_all_over()
    {
        Pair pair = Started([150, 150], [100, 100]);
        foreach (int member in (int[])[0, 1]) pair.A.Stop(member, pair.Now);
        pair.Run(2); // far less than the master down interval
        Assert.True(pair.B.IsMaster);
    }

    [Fact]
    public void An_owner_is_not_pulled_down_and_makes_no_loop()
    {
        Pair pair = Started([255, 150], [100, 200]);
        int changes = Changes(pair);
        pair.Run(300);
        Assert.Equal(changes, Changes(pair));
        Assert.Equal(VrrpState.Master, pair.A.Members[0].State);
    }

    [Fact]
    public void Bad_worlds_leave_one_holder_of_all()
    {
        int first = Random.Shared.Next();
        for (int i = 0; i < 300; i++) Live(unchecked(first + i));
    }

    private static void Live(int seed)
    {
        Random random = new(seed);
        byte Any() => (byte)random.Next(1, 255);
        int members = random.Next(1, 4);
        bool onlyBackup = random.Next(2) == 0;
        Pair pair = new([[.. Row()], [.. Row()]], spec => spec with { OnlyBackup = onlyBackup });
        IEnumerable<byte> Row() => Enumerable.Range(0, members).Select(_ => random.Next(3) == 0 ? (byte)100 : Any());
        pair.Start(0);
        pair.Run(random.NextDouble() * 5);
        pair.Start(1);
        for (int i = 0; i < 12; i++)
        {
            int member = random.Next(members);
            Director director = pair.Directors[random.Next(2)];
            switch (random.Next(6))
            {
                case 0: pair.Cut(member, random.Next(2) == 0); break;
                case 1: pair.Cut(-1, random.Next(2) == 0); break;
                case 2: director.SetLink(member, random.Next(2) == 0, pair.Now); break;
                case 3: director.SetTracks(member, Any(), random.Next(3) == 0, pair.Now); break;
                case 4: director.PeerLost(member, pair.Now); break;
            }

            pair.Run(random.NextDouble() * 8, () => Assert.All(pair.Directors, d => Assert.False(d.Group is not null && d.IsMixed, $"seed {seed}")));
        }

        pair.Cut(-1, cut: false);
        foreach (Director director in pair.Directors)
        {
            for (int member = 0; member < members; member++)
            {
                director.SetLink(member, up: true, pair.Now);
                director.SetTracks(member, 100, faulted: false, pair.Now);
            }
        }

        pair.Run(30);
        int changes = Changes(pair);
        pair.Run(60);
        Assert.True(changes == Changes(pair), $"seed {seed}: elections go on");
        Assert.True(pair.Directors.Count(d => d.IsMaster) == 1, $"seed {seed}: {pair.Directors.Count(d => d.IsMaster)} masters");
    }

    private static Pair Started(params byte[][] priorities)
    {
        Pair pair = new(priorities);
        pair.Start(0);
        pair.Start(1);
        pair.Run(Settled);
        return pair;
    }

    private static int Changes(Pair pair) => pair.Directors.Sum(director => director.Changes.Count);
}
