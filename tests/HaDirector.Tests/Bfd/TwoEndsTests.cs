using HaDirector.Bfd;
using HaDirector.Bfd.Wire;
using HaDirector.Model;

namespace HaDirector.Tests.Bfd;

/// <summary>Two sessions on a simulated path that loses, delays and repeats; time runs from event to event.</summary>
public class TwoEndsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void They_come_up_quickly_agree_and_stay_up_for_an_hour(int seed)
    {
        Path path = new(seed, End(10, 20, 3), End(50, 10, 4));
        path.Run(TimeSpan.FromSeconds(4));
        Assert.All(path.Ends, end => Assert.Equal(BfdState.Up, end.State));
        Assert.Equal((10, 50), (path.Ends[0].TransmitInterval.TotalMilliseconds, path.Ends[1].TransmitInterval.TotalMilliseconds));
        Assert.Equal((200, 30), (path.Ends[0].DetectionTime.TotalMilliseconds, path.Ends[1].DetectionTime.TotalMilliseconds));

        path.Trace.Clear(); // at the start a packet that was overtaken may have cost one more round
        path.Run(TimeSpan.FromHours(1));
        Assert.Empty(path.Trace);
    }

    [Fact]
    public void A_tenth_lost_and_every_packet_late_takes_nobody_down_who_may_miss_many()
    {
        Path path = new(4, End(10, 10, 20), End(10, 10, 20)) { Loss = 0.1, DelayMax = TimeSpan.FromMilliseconds(30), Repeats = 0.1 };
        path.Run(TimeSpan.FromMinutes(10));
        Assert.Equal([1, 1], path.TimesUp);
        Assert.All(path.Ends, end => Assert.Equal((BfdState.Up, false), (end.State, end.IsPolling)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_path_cut_in_one_direction_takes_both_down_and_healed_both_come_up(int deaf)
    {
        Path path = new(5, End(10, 10, 3), End(10, 10, 3));
        path.Run(TimeSpan.FromSeconds(10));
        path.Cut[deaf] = true;
        path.Run(TimeSpan.FromMilliseconds(45));

        // The deaf end by its detection time; the other because the deaf one says so.
        Assert.Equal((BfdState.Down, BfdDiagnostic.DetectionTimeExpired), (path.Ends[deaf].State, path.Ends[deaf].Diagnostic));
        Assert.NotEqual(BfdState.Up, path.Ends[1 - deaf].State);
        Assert.Equal(1, path.Expired[deaf]);
        Assert.Equal(0, path.Expired[1 - deaf]);

        path.Cut[deaf] = false;
        path.Run(TimeSpan.FromSeconds(5));
        Assert.All(path.Ends, end => Assert.Equal(BfdState.Up, end.State));
    }

    [Fact]
    public void A_dead_end_is_noticed_within_the_detection_time_and_one_that_leaves_is_no_failure()
    {
        Path path = new(6, End(10, 10, 3), End(10, 10, 3));
        path.Run(TimeSpan.FromSeconds(10));
        path.Stop(1);
        path.Run(TimeSpan.FromMilliseconds(5));
        Assert.Equal((BfdState.Down, BfdDiagnostic.NeighborSignaledDown, BfdState.AdminDown), (path.Ends[0].State, path.Ends[0].Diagnostic, path.Ends[0].RemoteState));
        Assert.Equal(0, path.Expired[0]);
        path.Run(TimeSpan.FromSeconds(10));
        Assert.Equal(BfdState.Down, path.Ends[0].State);
    }

    [Fact]
    public void Intervals_change_at_both_ends_at_once_and_again_without_going_down()
    {
        Path path = new(7, End(10, 10, 3), End(10, 10, 3)) { Loss = 0.02 };
        path.Run(TimeSpan.FromSeconds(10));
        path.TimesUp[0] = path.TimesUp[1] = 0;
        foreach (int interval in (int[])[100, 20, 500, 10])
        {
            path.Adopt(0, End(interval, 10, 8));
            path.Adopt(1, End(10, interval, 8));
            path.Run(TimeSpan.FromMilliseconds(1));
            path.Adopt(0, End(interval, interval, 8));
            path.Run(TimeSpan.FromSeconds(20));
            Assert.Equal(interval, path.Ends[0].TransmitInterval.TotalMilliseconds);
            Assert.Equal(8 * interval, path.Ends[1].DetectionTime.TotalMilliseconds);
        }

        Assert.Equal([0, 0], path.TimesUp);
    }

    [Fact]
    public void Two_passive_ends_wait_for_ever_and_one_is_enough()
    {
        BfdSpec passive = End(10, 10, 3) with { Passive = true };
        Path both = new(8, passive, passive);
        both.Run(TimeSpan.FromMinutes(1));
        Assert.Equal(0, both.Packets);

        Path one = new(8, passive, End(10, 10, 3));
        one.Run(TimeSpan.FromSeconds(5));
        Assert.All(one.Ends, end => Assert.Equal(BfdState.Up, end.State));
    }

    [Fact]
    public void The_same_seed_gives_the_same_packets()
    {
        Path Walk(int seed)
        {
            Path path = new(seed, End(10, 10, 3), End(10, 10, 3)) { Loss = 0.3, Repeats = 0.2 };
            path.Run(TimeSpan.FromSeconds(30));
            return path;
        }

        Assert.Equal(Walk(9).Digest, Walk(9).Digest);
        Assert.NotEqual(Walk(9).Digest, Walk(10).Digest);
    }

    private static BfdSpec End(int transmit, int receive, byte multiplier) => Rig.Spec(transmit, receive, multiplier);

    private sealed class Path
    {
        private readonly Random _random;
        private readonly PriorityQueue<(int To, byte[] Bytes), (long, long)> _wire = new();
        private Instant _now = new(1_000_000_000);

        public Path(int seed, BfdSpec first, BfdSpec second)
        {
            _random = new Random(seed);
            Ends = [new BfdSession(first, 1, (uint)seed), new BfdSession(second, 2, (uint)seed + 100)];
            foreach (BfdSession end in Ends) end.Start(_now);
        }

        public BfdSession[] Ends { get; }

        public List<string> Trace { get; } = [];

        public bool[] Cut { get; } = new bool[2]; // by who is deaf then

        public int[] TimesUp { get; } = new int[2];

        public int[] Expired { get; } = new int[2];

        public double Loss { get; init; }

        public double Repeats { get; init; }

        public TimeSpan DelayMax { get; init; } = TimeSpan.FromMilliseconds(1);

        public long Packets { get; private set; }

        public long Digest { get; private set; }

        public void Run(TimeSpan span)
        {
            Instant until = _now + span;
            while (true)
            {
                Instant arrives = _wire.TryPeek(out _, out (long At, long) next) ? new Instant(next.At) : Instant.Never;
                Instant due = Ends[0].NextDeadline < Ends[1].NextDeadline ? Ends[0].NextDeadline : Ends[1].NextDeadline;
                Instant first = arrives <= due ? arrives : due;
                if (first > until) break;
                if (first > _now) _now = first;
                if (arrives <= due) Deliver();
                else for (int i = 0; i < 2; i++) Do(i, Ends[i].Judge(_now));
            }

            _now = until;
        }

        public void Adopt(int end, BfdSpec spec) => Do(end, Ends[end].Adopt(spec, _now));

        public void Stop(int end) => Do(end, Ends[end].Stop(_now));

        private void Deliver()
        {
            (int to, byte[] bytes) = _wire.Dequeue();
            Assert.True(BfdPacket.TryParse(bytes, out BfdPacket packet, out _));
            Assert.True(packet.YourDiscriminator == 0 || packet.YourDiscriminator == Ends[to].Discriminator);
            Do(to, Ends[to].Hear(packet, _now));
        }

        private void Do(int end, BfdActions actions)
        {
            BfdSession session = Ends[end];
            if ((actions & BfdActions.Changed) != 0) Trace.Add($"{_now} end {end}: {session.Before} to {session.State}, {session.Diagnostic}");
            if ((actions & BfdActions.Changed) != 0 && session.State == BfdState.Up) TimesUp[end]++;
            if ((actions & BfdActions.Changed) != 0 && session.Diagnostic == BfdDiagnostic.DetectionTimeExpired) Expired[end]++;
            if ((actions & BfdActions.Send) == 0) return;
            byte[] bytes = new byte[BfdPacket.Size];
            session.Write(bytes);
            Packets++;
            Digest = (Digest * 31) + _now.Nanoseconds + bytes[1];
            int copies = _random.NextDouble() < Loss || Cut[1 - end] ? 0 : _random.NextDouble() < Repeats ? 2 : 1;
            for (int i = 0; i < copies; i++)
                _wire.Enqueue((1 - end, bytes), ((_now + (DelayMax * _random.NextDouble())).Nanoseconds, Packets));
        }
    }
}
