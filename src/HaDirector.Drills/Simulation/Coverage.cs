using System.Globalization;
using System.Text;
using HaDirector.Vrrp;

namespace HaDirector.Drills.Simulation;

/// <summary>Which events met which states, and which transitions were made for which reasons: what no world ever did is not shown by any number of worlds.</summary>
public sealed class Coverage
{
    private static readonly VrrpState[] States = Enum.GetValues<VrrpState>();
    private static readonly VrrpEventKind[] Events = Enum.GetValues<VrrpEventKind>();
    private static readonly TransitionReason[] Reasons = Enum.GetValues<TransitionReason>();

    private readonly long[] _met = new long[States.Length * Events.Length];
    private readonly long[] _made = new long[States.Length * States.Length * Reasons.Length];

    /// <summary>Pairs of state and event that occurred.</summary>
    public int Met => _met.Count(n => n > 0);

    /// <summary>Transitions, by states and reason, that occurred.</summary>
    public int Made => _made.Count(n => n > 0);

    /// <summary>An event met a state.</summary>
    public void Count(VrrpState state, VrrpEventKind happened) => _met[((int)state * Events.Length) + (int)happened]++;

    /// <summary>A transition was made.</summary>
    public void Count(VrrpState from, VrrpState to, TransitionReason reason) =>
        _made[((((int)from * States.Length) + (int)to) * Reasons.Length) + (int)reason]++;

    /// <summary>How often an event met a state.</summary>
    public long this[VrrpState state, VrrpEventKind happened] => _met[((int)state * Events.Length) + (int)happened];

    /// <summary>How often a transition was made.</summary>
    public long this[VrrpState from, VrrpState to, TransitionReason reason] =>
        _made[((((int)from * States.Length) + (int)to) * Reasons.Length) + (int)reason];

    /// <summary>Adds what another one counted.</summary>
    public void Add(Coverage other)
    {
        for (int i = 0; i < _met.Length; i++) _met[i] += other._met[i];
        for (int i = 0; i < _made.Length; i++) _made[i] += other._made[i];
    }

    /// <summary>Two tables for people.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{"event",-18}");
        foreach (VrrpState state in States) text.Append(CultureInfo.InvariantCulture, $"{state,14}");
        text.Append('\n');
        foreach (VrrpEventKind happened in Events)
        {
            text.Append(CultureInfo.InvariantCulture, $"{happened,-18}");
            foreach (VrrpState state in States) text.Append(CultureInfo.InvariantCulture, $"{this[state, happened],14}");
            text.Append('\n');
        }

        text.Append(CultureInfo.InvariantCulture, $"\n{"transition",-46}{"times",14}\n");
        foreach (VrrpState from in States)
        {
            foreach (VrrpState to in States)
            {
                foreach (TransitionReason reason in Reasons)
                {
                    if (this[from, to, reason] is > 0 and var times)
                        text.Append(CultureInfo.InvariantCulture, $"{$"{from} to {to} ({reason})",-46}{times,14}\n");
                }
            }
        }

        return text.ToString();
    }
}
