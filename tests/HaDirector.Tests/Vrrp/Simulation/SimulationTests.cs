using System.Globalization;
using HaDirector.Model;
using HaDirector.Vrrp;
using Xunit.Abstractions;

namespace HaDirector.Tests.Vrrp.Simulation;

public class SimulationTests(ITestOutputHelper output)
{
    private const int Worlds = 1500;

    [Theory]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public void Thousands_of_bad_worlds_keep_every_promise(int firstSeed) => Explore(firstSeed);

    /// <summary>Other worlds in each run. A failure names its seed: add it to <see cref="Seeds_that_once_failed"/>.</summary>
    [Fact]
    public void Worlds_never_seen_before_keep_every_promise() => Explore(Random.Shared.Next());

    [Theory]
    [InlineData(1)]
    public void Seeds_that_once_failed(int seed) => Live(seed);

    [Fact]
    public void The_same_seed_goes_the_same_way()
    {
        for (int seed = 1; seed < 50; seed++)
        {
            (World a, World b) = (new(WorldSpec.FromSeed(seed)), new(WorldSpec.FromSeed(seed)));
            a.Run();
            b.Run();
            Assert.Equal((a.Fingerprint, a.Steps), (b.Fingerprint, b.Steps));
        }
    }

    [Fact]
    public void A_pair_loses_its_master_and_the_backup_takes_over_in_the_down_interval()
    {
        var spec = new WorldSpec(
            Seed: 7, [StateMachine.Rig.Spec(150, 10), StateMachine.Rig.Spec(100, 10)], Loss: 0, Duplicate: 0, TimeSpan.FromMilliseconds(1), default,
            [new(default, 0, Verb.Start), new(default, 1, Verb.Start), new(TimeSpan.FromSeconds(2.05), 0, Verb.Crash)], TimeSpan.FromSeconds(5));
        var trace = new List<string>();

        new World(spec, trace).Run();

        string line = Assert.Single(trace, l => l.Contains("To = Master, Reason = MasterDown", StringComparison.Ordinal) && l.Contains(" 1 ", StringComparison.Ordinal));
        double at = double.Parse(line.Split("ms")[0], CultureInfo.InvariantCulture);
        TimeSpan down = VrrpTimers.MasterDownInterval(100, new Centiseconds(10));
        Assert.InRange(at, 2050 - 100 + down.TotalMilliseconds, 2050 + 1 + down.TotalMilliseconds);
    }

    private void Explore(int firstSeed)
    {
        TimeSpan unowned = default, both = default;
        long steps = 0;
        for (int i = 0; i < Worlds; i++)
        {
            World world = Live(unchecked(firstSeed + i));
            steps += world.Steps;
            if (world.LongestUnowned > unowned) unowned = world.LongestUnowned;
            if (world.LongestDouble > both) both = world.LongestDouble;
        }

        output.WriteLine($"{Worlds} worlds from seed {firstSeed}, {steps} steps; longest unowned {unowned}, longest double {both}");
    }

    private static World Live(int seed)
    {
        WorldSpec spec = WorldSpec.FromSeed(seed);
        var world = new World(spec);
        try
        {
            world.Run();
        }
        catch (InvariantBroken broken)
        {
            // Once more, with a trace.
            var trace = new List<string>();
            try
            {
                new World(spec, trace).Run();
            }
            catch (InvariantBroken)
            {
                Assert.Fail($"seed {seed}: {broken.Message}\n{string.Join('\n', trace.TakeLast(60))}");
            }

            Assert.Fail($"seed {seed}: {broken.Message}, but not the second time");
        }

        return world;
    }
}
