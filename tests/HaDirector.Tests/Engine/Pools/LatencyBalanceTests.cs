using HaDirector.Engine;
using HaDirector.Engine.Pools;
using HaDirector.Model;
using static HaDirector.Tests.Engine.Plans;

namespace HaDirector.Tests.Engine.Pools;

/// <summary>Weights move load, load moves latency, latency moves weights: a pool of queues (M/M/1) whose load follows the weights.</summary>
public class LatencyBalanceTests
{
    private static readonly LatencyWeightsSpec Spec = new(25, 150, TimeSpan.FromSeconds(10));

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.8)]
    [InlineData(0.85)]
    public void It_settles_without_swinging_and_the_slow_server_gets_less(double load)
    {
        foreach (double[] speeds in new double[][] { [100, 100, 100, 70], [100, 100, 50], [100, 90, 80, 70, 60], [100, 20] }) // requests per second
            Settles(speeds, load);
    }

    private static void Settles(double[] speeds, double load)
    {
        List<int>[] weights = Run(speeds, load, noise: 0, turns: 400);
        for (int i = 0; i < speeds.Length; i++)
        {
            List<int> moves = Moves(weights[i]);
            Assert.True(Turns(moves) <= 1, $"server {i} swings: {string.Join(' ', moves)}");
            Assert.Single(weights[i].TakeLast(100).Distinct());
        }
        Assert.True(weights[^1][^1] < weights[0][^1]);
        Assert.All(weights.SelectMany(w => w), weight => Assert.InRange(weight, 25, 150));
    }

    [Fact]
    public void Noise_of_a_third_moves_weights_seldom_and_little()
    {
        List<int>[] weights = Run([100, 100, 100, 100], 0.5, noise: 0.33, turns: 400);
        Assert.All(weights, series =>
        {
            Assert.All(series, weight => Assert.InRange(weight, 75, 130));
            Assert.InRange(Moves(series).Count, 0, 40);
        });
    }

    [Fact]
    public void A_step_of_latency_is_followed_all_the_way_to_the_bound_and_back()
    {
        MachineRig rig = new(Service(Server(1), Server(2), Server(3)) with { Policy = new() { LatencyWeights = Spec } });
        rig.Up(1).Up(2).Up(3);
        void Measure(int seconds, double third)
        {
            for (int s = 0; s < seconds; s++)
            {
                rig.After(1);
                foreach ((int server, double latency) in new[] { (1, 10.0), (2, 10.0), (3, third) })
                    rig.Machine.Measure(CheckOf(Server(server)), TimeSpan.FromMilliseconds(latency), rig.Now);
            }
        }
        Measure(100, 10);
        Assert.Equal("21=100 22=100 23=100", rig.Servers);
        Measure(1500, 200);
        Assert.InRange(rig.State(3).Weight, 25, 30);
        Assert.Equal("21=100 22=100", rig.Servers[..13]);
        Measure(1500, 10);
        Assert.InRange(rig.State(3).Weight, 85, 100);
    }

    [Fact]
    public void Latencies_below_a_millisecond_are_all_good()
    {
        LatencyMean fast = new(), faster = new();
        for (int i = 0; i < 100; i++)
        {
            fast.Add(TimeSpan.FromMicroseconds(800), Spec.HalfLife, T0 + TimeSpan.FromSeconds(i));
            faster.Add(TimeSpan.FromMicroseconds(80), Spec.HalfLife, T0 + TimeSpan.FromSeconds(i));
            LatencyBalance.Turn(Spec, [fast, faster]);
        }
        Assert.Equal((1, 1), (fast.Share, faster.Share));
    }

    private static List<int>[] Run(double[] speeds, double load, double noise, int turns)
    {
        Random random = new(7);
        double arrivals = load * speeds.Sum();
        LatencyMean[] servers = [.. speeds.Select(_ => new LatencyMean())];
        List<int>[] weights = [.. speeds.Select(_ => new List<int>())];
        Instant now = T0;
        for (int turn = 0; turn < turns; turn++)
        {
            for (int second = 0; second < 10 * LatencyBalance.HalfLives; second++)
            {
                now += TimeSpan.FromSeconds(1);
                double sum = servers.Sum(server => server.Share);
                for (int i = 0; i < servers.Length; i++)
                {
                    double share = arrivals * servers[i].Share / sum;
                    double latency = 1 / Math.Max(speeds[i] - share, speeds[i] / 100); // a full queue is bounded by what clients endure
                    servers[i].Add(TimeSpan.FromSeconds(latency * (1 + (noise * ((2 * random.NextDouble()) - 1)))), Spec.HalfLife, now);
                }
            }
            LatencyBalance.Turn(Spec, servers);
            for (int i = 0; i < servers.Length; i++) weights[i].Add((int)Math.Round(servers[i].Share * 100));
        }
        return weights;
    }

    private static List<int> Moves(List<int> series) => [.. series.Where((weight, i) => i == 0 || series[i - 1] != weight)];

    private static int Turns(List<int> moves)
    {
        int turns = 0;
        for (int i = 2; i < moves.Count; i++)
            if (Math.Sign(moves[i] - moves[i - 1]) != Math.Sign(moves[i - 1] - moves[i - 2])) turns++;
        return turns;
    }
}
