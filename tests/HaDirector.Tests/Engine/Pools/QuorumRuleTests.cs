using FsCheck;
using FsCheck.Fluent;
using HaDirector.Engine;
using HaDirector.Engine.Pools;

namespace HaDirector.Tests.Engine.Pools;

public class QuorumRuleTests
{
    [Theory]
    [InlineData(2, 1, 4, "--+++-+", "0 2 3 2 1 0 3")] // gained at 3, kept at 1, lost at 0
    [InlineData(1, 0, 2, "-+++-+", "0 1 2 1 0 1")]
    [InlineData(9, 0, 2, "--+-", "0 1 2 1")] // more than all can give is all
    public void It_is_gained_and_lost_where_keepalived_does(int minimum, int hysteresis, int total, string expected, string weights)
    {
        QuorumRule rule = QuorumRule.Of(new QuorumSpec(minimum, hysteresis), total);
        QuorumStanding standing = QuorumStanding.Lost;
        string seen = "";
        foreach (int up in weights.Split(' ').Select(int.Parse))
        {
            standing = rule.Next(standing, up, 0);
            seen += standing == QuorumStanding.Gained ? '+' : '-';
        }
        Assert.Equal(expected, seen);
    }

    [Fact]
    public void A_dumb_second_implementation_agrees() =>
        Prop.ForAll<int>(seed =>
        {
            Random random = new(seed);
            int[] weights = [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => random.Next(0, 5))];
            QuorumSpec spec = new(random.Next(1, 12), random.Next(0, 12));
            QuorumRule rule = QuorumRule.Of(spec, weights.Sum());
            Keepalived dumb = new(weights, spec.Minimum, spec.Hysteresis);
            bool[] up = new bool[weights.Length];
            QuorumStanding standing = rule.Next(QuorumStanding.Undecided, 0, 0); // all known to be down
            for (int i = 0; i < 60; i++)
            {
                int server = random.Next(weights.Length);
                up[server] = !up[server];
                dumb.Set(server, up[server]);
                standing = rule.Next(standing, weights.Where((_, n) => up[n]).Sum(), 0);
                Assert.Equal(dumb.HasQuorum, standing == QuorumStanding.Gained);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Servers_that_are_not_known_yet_decide_nothing()
    {
        QuorumRule rule = QuorumRule.Of(new QuorumSpec(2, 0), 4);
        Assert.Equal(QuorumStanding.Undecided, rule.Next(QuorumStanding.Undecided, 1, 1));
        Assert.Equal(QuorumStanding.Lost, rule.Next(QuorumStanding.Undecided, 1, 0));
        Assert.Equal(QuorumStanding.Gained, rule.Next(QuorumStanding.Undecided, 2, 2));
        Assert.Equal(QuorumStanding.Gained, rule.Next(QuorumStanding.Gained, 0, 2));
        Assert.Equal(QuorumStanding.Lost, rule.Next(QuorumStanding.Lost, 1, 1));
    }

    /// <summary>Written after the description of keepalived's behaviour, one server after the other, with a flag as it has one.</summary>
    private sealed class Keepalived
    {
        private readonly int[] _weights;
        private readonly bool[] _alive;
        private readonly int _quorum;
        private readonly int _hysteresis;

        public Keepalived(int[] weights, int quorum, int hysteresis)
        {
            (_weights, _alive, _quorum, _hysteresis) = (weights, new bool[weights.Length], quorum, hysteresis);
            int total = 0;
            foreach (int weight in weights) total += weight;
            if (total == 0) total = 1;
            if (_quorum > total) _quorum = total;
            if (_hysteresis >= _quorum) _hysteresis = _quorum - 1;
        }

        public bool HasQuorum { get; private set; }

        public void Set(int server, bool alive)
        {
            _alive[server] = alive;
            int live = 0, total = 0;
            for (int i = 0; i < _weights.Length; i++)
            {
                total += _weights[i];
                if (_alive[i]) live += _weights[i];
            }
            int gain = _quorum + _hysteresis;
            if (gain > total && total > 0) gain = total; // or it could never be gained
            if (!HasQuorum && live >= gain) HasQuorum = true;
            else if (HasQuorum && (live == 0 || live < _quorum - _hysteresis)) HasQuorum = false;
        }
    }
}
