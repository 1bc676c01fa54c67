using System.Net.Sockets;
using HaDirector.Model;

namespace HaDirector.Probes.Mass;

/// <summary>What is said of a try, each text made once: the same servers fail the same way for hours.</summary>
internal static class MassWords
{
    /// <summary>Of a TCP check that passed.</summary>
    public const string Connected = "connected";

    private const int TextsMax = 1024; // time-outs of a configuration are few; beyond it all are made anew

    private static readonly Dictionary<(TimeSpan Timeout, MassPhase Phase, bool Late), string> TimeOuts = [];

    /// <summary>Of a try whose time is over.</summary>
    public static string TimedOut(MassTry one, bool late)
    {
        lock (TimeOuts)
        {
            (TimeSpan, MassPhase, bool) key = (one.Spec.Timeout, one.Phase, late);
            if (TimeOuts.TryGetValue(key, out string? known)) return known;
            if (TimeOuts.Count >= TextsMax) TimeOuts.Clear();
            string text = $"timed out after {DurationText.Format(one.Spec.Timeout)} {SocketWords.Doing(PhaseOf(one.Phase))}{(late ? ", but this host looked too late" : "")}";
            return TimeOuts[key] = text;
        }
    }

    /// <summary>Of a socket error.</summary>
    public static string Say(SocketError error, MassPhase phase) => SocketWords.Say(error, PhaseOf(phase));

    private static ProbePhase PhaseOf(MassPhase phase) => phase switch
    {
        MassPhase.Connecting => ProbePhase.Connecting,
        MassPhase.Receiving => ProbePhase.Answering,
        _ => ProbePhase.Waiting,
    };
}
