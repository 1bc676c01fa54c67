using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Tracking;

namespace HaDirector.Tests.Vrrp.Tracking;

public class TrackBoardTests
{
    private static readonly Instant Start = new(1_000_000_000);
    private static readonly TrackValue Up = new(true, true), Down = new(true, false);

    [Theory]
    [InlineData(20, false, true, 120)]
    [InlineData(20, false, false, 100)]
    [InlineData(-20, false, true, 100)]
    [InlineData(-20, false, false, 80)]
    [InlineData(20, true, true, 100)]
    [InlineData(20, true, false, 120)]
    [InlineData(-20, true, true, 80)]
    [InlineData(-20, true, false, 100)]
    [InlineData(253, false, true, 254)]
    [InlineData(-253, false, false, 1)]
    public void A_weight_counts_while_its_side_is_true(int weight, bool reverse, bool up, byte priority)
    {
        TrackBoard board = Board([Script("s")], [new TrackUse(0, weight, reverse)]);
        Assert.Equal(100, board.PriorityOf(0)); // nothing is known
        board.Set(0, new TrackValue(true, up), Start);
        Assert.Equal(priority, board.PriorityOf(0));
        Assert.False(board.IsFaulted(0));
    }

    [Theory]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    public void Weight_zero_faults(bool reverse, bool up, bool faulted)
    {
        TrackBoard board = Board([Script("s")], [new TrackUse(0, 0, reverse)]);
        Assert.True(board.IsFaulted(0)); // a script that did not run yet: closed
        board.Set(0, new TrackValue(true, up), Start);
        Assert.Equal(faulted, board.IsFaulted(0));
        Assert.Equal(100, board.PriorityOf(0));
    }

    [Fact]
    public void Only_a_script_is_closed_before_it_is_known()
    {
        TrackBoard board = Board([new FileTrack("f", "/f"), new InterfaceTrack("i", "eth1")], [new TrackUse(0, 0, false), new TrackUse(1, 0, false)]);
        Assert.False(board.IsFaulted(0));
    }

    [Theory]
    [InlineData(7, 3, false, 121)]
    [InlineData(7, 3, true, 79)]
    [InlineData(-7, 3, false, 79)]
    [InlineData(int.MaxValue, 253, false, 254)]
    [InlineData(int.MinValue, 253, false, 1)]
    [InlineData(0, 3, false, 100)]
    public void The_number_of_a_file_is_multiplied(int number, int weight, bool reverse, byte priority)
    {
        TrackBoard board = Board([new FileTrack("f", "/f")], [new TrackUse(0, weight, reverse)]);
        board.Set(0, new TrackValue(true, true, number), Start);
        Assert.Equal(priority, board.PriorityOf(0));
        board.Set(0, Down, Start);
        Assert.Equal(100, board.PriorityOf(0));
    }

    [Fact]
    public void What_nobody_knows_is_the_worse_of_up_and_down()
    {
        TrackUse[] uses = [new(0, 0, true), new(0, 20, true), new(0, -30, true), new(0, -1, false)];
        TrackBoard board = Board([Script("s")], uses);
        board.Set(0, TrackValue.NobodyKnows, Start);
        Assert.True(board.IsFaulted(0));
        Assert.Equal(69, board.PriorityOf(0));
    }

    [Fact]
    public void An_owner_does_not_move_but_can_be_faulted()
    {
        TrackBoard board = new([Script("s")], [Router(255, [new(0, -20, false), new(0, 0, false)])], null, Start);
        board.Set(0, Down, Start);
        Assert.Equal(255, board.PriorityOf(0));
        Assert.True(board.IsFaulted(0));
    }

    /// <summary>keepalived 2.3: with two unweighted interfaces down, the return of one brings the instance back (defect 6.10, 1).</summary>
    [Fact]
    public void Two_interfaces_down_and_one_returns_stays_fault()
    {
        TrackBoard board = Board([new InterfaceTrack("a", "eth1"), new InterfaceTrack("b", "eth2")], [new(0, 0, false), new(1, 0, false)]);
        board.Set(0, Down, Start);
        board.Set(1, Down, Start);
        board.Set(0, Up, Start);
        Assert.True(board.IsFaulted(0));
        board.Set(1, Up, Start);
        Assert.False(board.IsFaulted(0));
    }

    /// <summary>keepalived: a reversed weight is wrong by twice its worth after a reload that changed nothing (defect 6.10, 2).</summary>
    [Theory]
    [InlineData(20)]
    [InlineData(-20)]
    [InlineData(0)]
    public void A_reload_that_changes_nothing_changes_nothing_though_reversed(int weight)
    {
        foreach (TrackValue value in (TrackValue[])[Up, Down, TrackValue.NobodyKnows, default])
        {
            TrackBoard before = Board([Script("s")], [new TrackUse(0, weight, true)]);
            if (value.Known) before.Set(0, value, Start);
            for (int reload = 0; reload < 3; reload++)
            {
                TrackBoard after = Board([Script("s")], [new TrackUse(0, weight, true)]);
                after.CarryFrom(before, Start);
                Assert.Equal((before.PriorityOf(0), before.IsFaulted(0)), (after.PriorityOf(0), after.IsFaulted(0)));
                before = after;
            }
        }
    }

    [Fact]
    public void Values_are_carried_by_name_and_kind()
    {
        TrackBoard before = Board([Script("a"), Script("b"), Script("c")], [new(0, -1, false), new(1, -10, false), new(2, -50, false)]);
        for (int i = 0; i < 3; i++) before.Set(i, Down, Start);
        TrackBoard after = Board([Script("new"), new FileTrack("c", "/c"), Script("b")], [new(0, -1, false), new(1, -10, false), new(2, -50, false)]);
        after.CarryFrom(before, Start);
        Assert.Equal(50, after.PriorityOf(0));
        Assert.False(after.ValueOf(1).Known);
    }

    [Fact]
    public void A_change_counts_when_its_delay_is_over()
    {
        TrackBoard board = Board(
            [new InterfaceTrack("i", "eth1") { UpDelay = TimeSpan.FromSeconds(5), DownDelay = TimeSpan.FromSeconds(1) }], [new(0, 0, false)]);
        board.Set(0, Up, Start); // the first look is not a change
        Assert.True(board.ValueOf(0).Up);

        board.Set(0, Down, Start);
        board.Set(0, Down, After(0.5)); // said again, it does not begin anew
        Assert.Equal(After(1), board.NextDeadline);
        board.Judge(After(0.9));
        Assert.True(board.ValueOf(0).Up);
        board.Judge(After(1));
        Assert.False(board.ValueOf(0).Up);

        board.Set(0, Up, After(2));
        board.Set(0, Down, After(3)); // a flap
        board.Judge(After(60));
        Assert.False(board.ValueOf(0).Up);
        Assert.Equal(Instant.Never, board.NextDeadline);
    }

    [Fact]
    public void A_delay_goes_on_over_a_reload()
    {
        InterfaceTrack track = new("i", "eth1") { DownDelay = TimeSpan.FromSeconds(1) };
        TrackBoard before = Board([track], [new(0, 0, false)]);
        before.Set(0, Up, Start);
        before.Set(0, Down, Start);
        TrackBoard after = Board([track], [new(0, 0, false)]);
        after.CarryFrom(before, After(0.5));
        after.Judge(After(1));
        Assert.True(after.IsFaulted(0));
    }

    [Fact]
    public void The_last_value_holds_for_a_while_when_the_director_process_is_away()
    {
        TrackBoard board = new([Script("s"), new InterfaceTrack("i", "eth1")], [Router(100, [new(0, 0, false), new(1, 0, false)])], TimeSpan.FromSeconds(10), Start);
        board.Set(0, Up, After(5));
        board.Set(1, Up, After(5));
        Assert.Equal(After(15), board.NextDeadline);
        board.Judge(After(14.9));
        Assert.False(board.IsFaulted(0));
        board.Judge(After(15));
        Assert.True(board.IsFaulted(0));
        Assert.True(board.ValueOf(1).Up); // its own eyes do not go away
        board.Set(0, Up, After(16));
        Assert.False(board.IsFaulted(0));
    }

    [Fact]
    public void The_last_value_holds_for_ever_where_the_policy_is_keep()
    {
        TrackBoard board = Board([Script("s")], [new(0, 0, false)]);
        board.Set(0, Up, Start);
        board.Judge(After(1_000_000));
        Assert.False(board.IsFaulted(0));
    }

    [Fact]
    public void A_new_policy_begins_with_the_reload()
    {
        TrackBoard before = Board([Script("s")], [new(0, 0, false)]);
        before.Set(0, Up, Start);
        TrackBoard after = new([Script("s")], [Router(100, [new(0, 0, false)])], TimeSpan.FromSeconds(10), After(100));
        after.CarryFrom(before, After(100));
        after.Judge(After(109));
        Assert.False(after.IsFaulted(0));
        after.Judge(After(110));
        Assert.True(after.IsFaulted(0));
    }

    /// <summary>Whatever came in whatever order over whatever reloads: the priority is that of the values, as if they were seen just now.</summary>
    [Fact]
    public void Priorities_are_a_function_of_the_values()
    {
        Random random = new(12);
        for (int world = 0; world < 500; world++)
        {
            int count = random.Next(1, 6);
            TrackedObject[] tracks = [.. Enumerable.Range(0, count).Select(i => random.Next(3) == 0 ? (TrackedObject)new FileTrack($"t{i}", "/f") : Script($"t{i}"))];
            TrackUse[] uses = [.. Enumerable.Range(0, count).Select(i => new TrackUse(i, random.Next(3) == 0 ? 0 : random.Next(-253, 254), random.Next(2) == 0))];
            TrackBoard board = Board(tracks, uses);
            TrackValue[] last = new TrackValue[count];
            for (int step = 0; step < 40; step++)
            {
                int i = random.Next(count);
                last[i] = random.Next(8) == 0 ? TrackValue.NobodyKnows : new TrackValue(true, random.Next(2) == 0, tracks[i] is FileTrack ? random.Next(-5, 6) : 0);
                board.Set(i, last[i], Start);
                if (random.Next(5) == 0)
                {
                    TrackBoard next = Board(tracks, uses);
                    next.CarryFrom(board, Start);
                    board = next;
                }
            }

            TrackBoard fresh = Board(tracks, uses);
            for (int i = 0; i < count; i++) if (last[i].Known) fresh.Set(i, last[i], Start);
            Assert.Equal((fresh.PriorityOf(0), fresh.IsFaulted(0)), (board.PriorityOf(0), board.IsFaulted(0)));
            Assert.InRange(board.PriorityOf(0), 1, 254);
        }
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        TrackBoard board = Board([Script("s"), new FileTrack("f", "/f"), new InterfaceTrack("i", "eth1")], [new(0, 5, true), new(1, -5, false), new(2, 0, false)]);
        TrackBoard after = Board([Script("s"), new FileTrack("f", "/f"), new InterfaceTrack("i", "eth1")], [new(0, 5, true), new(1, -5, false), new(2, 0, false)]);
        long allocated = 0;
        for (int round = 0; round < 3; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
            {
                board.Set(i % 3, new TrackValue(true, i % 2 == 0, i), After(i));
                board.Judge(board.NextDeadline == Instant.Never ? After(i) : board.NextDeadline);
                _ = board.PriorityOf(0) + (board.IsFaulted(0) ? 1 : 0);
                after.CarryFrom(board, After(i));
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.InRange(allocated, 0, Allocation.Noise);
    }

    private static TrackBoard Board(TrackedObject[] tracks, TrackUse[] uses) => new(tracks, [Router(100, uses)], null, Start);

    private static VirtualRouterSpec Router(byte priority, TrackUse[] uses) => StateMachine.Rig.Spec(priority) with { Tracks = uses };

    private static ScriptTrack Script(string name) => new(name, ["/bin/true"], TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

    private static Instant After(double seconds) => Start + TimeSpan.FromSeconds(seconds);
}
