using System.Runtime.CompilerServices;

namespace HaDirector.Health;

/// <summary>How many tries ended in which way; counts without end, as metrics do.</summary>
[InlineArray(OutcomesMax)]
public struct OutcomeCounts
{
    /// <summary>Room for every <see cref="ProbeOutcome"/>.</summary>
    private const int OutcomesMax = (int)ProbeOutcome.Local + 1;

    private uint _first;

    /// <summary>Tries that ended so.</summary>
    public readonly uint Of(ProbeOutcome outcome) => (int)outcome < OutcomesMax ? this[(int)outcome] : 0;

    /// <summary>Counts one try.</summary>
    internal void Note(ProbeOutcome outcome)
    {
        if ((int)outcome < OutcomesMax) this[(int)outcome]++;
    }

    /// <summary>Takes a count over.</summary>
    internal void Set(ProbeOutcome outcome, uint count) => this[(int)outcome] = count;
}
