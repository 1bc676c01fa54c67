using HaDirector.Health;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Engine.Pools;

/// <summary>A real server of a pool: what is known of it, what is asked of it, and what was decided last.</summary>
internal sealed class PoolServer(RealServerSpec spec)
{
    /// <summary>As configured; a reload changes it.</summary>
    public RealServerSpec Spec { get; set; } = spec;

    /// <summary>What its checks conclude.</summary>
    public Verdict Judged { get; set; } = spec.Check is null ? Verdict.Up : Verdict.Unknown;

    /// <summary>What is asked of it apart from its checks.</summary>
    public ModeBook Modes { get; } = new();

    /// <summary>Percent of its weight it asks for itself.</summary>
    public int AdvicePercent { get; set; } = 100;

    /// <summary>Connections it wants at most; 0 is no limit.</summary>
    public int AdviceConnections { get; set; }

    /// <summary>How often it failed; null while it never did, or nothing is held back.</summary>
    public FlapDamper? Flap { get; set; }

    /// <summary>How fast it answers; null without latency weights.</summary>
    public LatencyMean? Latency { get; set; }

    /// <summary>When its slow start began; null when there is none under way.</summary>
    public Instant? RampStart { get; set; }

    /// <summary>Percent of its weight that the ramp leaves it with.</summary>
    public int RampPercent { get; set; } = 100;

    /// <summary>When its weight became 0 with something to drain.</summary>
    public Instant? DrainStart { get; set; }

    /// <summary>The kernel has no connection of it any more.</summary>
    public bool Emptied { get; set; }

    /// <summary>Whether it is in the desired table.</summary>
    public bool InTable { get; set; }

    /// <summary>Weight in the desired table.</summary>
    public int Weight { get; set; }

    /// <summary>What it does.</summary>
    public ServerRole Role { get; set; }

    /// <summary>When <see cref="Role"/> ends by itself.</summary>
    public Instant? Until { get; set; }

    /// <summary>What it did before it was decided last.</summary>
    public ServerRole Before { get; set; }

    /// <summary>Counters of the kernel when they were last looked at, for <see cref="PassiveWatch"/>.</summary>
    public PassiveWatch.Counters? Seen { get; set; }

    /// <summary>Whether it may ever be given connections as it is configured and advised.</summary>
    public bool HasWeight => Spec.Destination.Weight > 0 && AdvicePercent > 0;

    /// <summary>What it counts for in the quorum.</summary>
    public int Votes => HasWeight ? WeightRule.Of(Spec.Destination.Weight, 1, AdvicePercent / 100.0) : 0;

    /// <summary>What the kernel is to be told of it.</summary>
    public DestinationSpec Destination
    {
        get
        {
            DestinationSpec told = Spec.Destination with { Weight = Weight };
            if (AdviceConnections <= 0) return told;
            uint upper = told.UpperThreshold == 0 ? (uint)AdviceConnections : Math.Min(told.UpperThreshold, (uint)AdviceConnections);
            return told with { UpperThreshold = upper, LowerThreshold = told.LowerThreshold < upper ? told.LowerThreshold : 0 };
        }
    }

    /// <summary>Takes it as the kernel has it.</summary>
    public void Found(DestinationSpec held) => (InTable, Weight) = (true, held.Weight);
}
