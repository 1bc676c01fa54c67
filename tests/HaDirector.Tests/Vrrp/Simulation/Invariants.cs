using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Tests.Vrrp.Simulation;

internal sealed class InvariantBroken(string what) : Exception(what);

/// <summary>What must hold in every world at every time.</summary>
internal sealed class Invariants(WorldSpec spec, Node[] nodes)
{
    // Its schedule and one answer; and one more for a timer that fired late before one that fired in time.
    private const int AdvertsInOneInterval = 3;

    private readonly Instant[] _servedAt = new Instant[nodes.Length];
    private readonly Instant[] _singleAt = new Instant[nodes.Length * nodes.Length];

    public TimeSpan LongestUnowned { get; private set; }

    public TimeSpan LongestDouble { get; private set; }

    /// <summary>No storm, whatever the others do.</summary>
    public static void Advertised(Node node, Instant now)
    {
        Instant since = now - node.Spec.AdvertInterval.ToTimeSpan();
        while (node.Adverts.TryPeek(out Instant old) && old <= since) node.Adverts.Dequeue();
        node.Adverts.Enqueue(now);
        if (node.Adverts.Count > AdvertsInOneInterval) throw new InvariantBroken($"{node.Index} storms");
    }

    /// <summary>Who announces addresses has them.</summary>
    public static void Announced(Node node)
    {
        if (!node.Holds) throw new InvariantBroken($"{node.Index} announces what it does not hold");
    }

    /// <summary>A master holds the addresses, and nobody else does.</summary>
    public static void Stepped(Node node)
    {
        if (node.Holds != (node.Instance?.State == VrrpState.Master)) throw new InvariantBroken($"{node.Index} holds {node.Holds} as {node.Instance?.State}");
    }

    /// <summary>What is true since <paramref name="was"/> was true until now.</summary>
    public void Until(Instant now, Instant was)
    {
        for (int i = 0; i < nodes.Length; i++)
        {
            if (IsServed(nodes[i], was)) _servedAt[i] = now;
            for (int j = 0; j < i; j++)
            {
                if (!AreDouble(nodes[i], nodes[j], was)) _singleAt[(i * nodes.Length) + j] = now;
            }
        }
    }

    /// <summary>What is true from now on.</summary>
    public void After(Instant now, bool settled)
    {
        for (int i = 0; i < nodes.Length; i++)
        {
            if (IsServed(nodes[i], now)) _servedAt[i] = now;
            TimeSpan unowned = now - _servedAt[i];
            if (unowned > LongestUnowned) LongestUnowned = unowned;
            if (unowned > spec.UnownedMax) throw new InvariantBroken($"{i} could have taken over since {_servedAt[i]}, at most {spec.UnownedMax} ago");
            for (int j = 0; j < i; j++) JudgePair(i, j, now);
        }

        if (settled) JudgeTheEnd();
    }

    /// <summary>A new priority may turn a pair of masters round: they get the time anew.</summary>
    public void Reprioritised(Instant now) => Array.Fill(_singleAt, now);

    private void JudgePair(int i, int j, Instant now)
    {
        ref Instant single = ref _singleAt[(i * nodes.Length) + j];
        if (!AreDouble(nodes[i], nodes[j], now)) single = now;
        if (spec.Loss > 0) return;
        if (now - single > LongestDouble) LongestDouble = now - single;
        if (now - single > spec.DoubleMax) throw new InvariantBroken($"{i} and {j} both hold since {single}, at most {spec.DoubleMax} ago");
    }

    private void JudgeTheEnd()
    {
        Node[] holders = [.. nodes.Where(n => n.Holds)];
        if (holders is not [Node only]) throw new InvariantBroken($"{holders.Length} masters at the end");
        if (nodes.All(n => n.Spec.Preempts) && only.Spec.Priority != nodes.Max(n => n.Spec.Priority)) throw new InvariantBroken("not the best is master at the end");
    }

    // Somebody it can hear holds the addresses, or it cannot be asked to.
    private bool IsServed(Node node, Instant now)
    {
        if (!node.Able(now)) return true;
        foreach (Node other in nodes)
        {
            if (other.Holds && node.Hears(other)) return true;
        }

        return false;
    }

    private static bool AreDouble(Node a, Node b, Instant now) =>
        a.Holds && b.Holds && a.Able(now) && b.Able(now) && a.Hears(b) && b.Hears(a);
}
