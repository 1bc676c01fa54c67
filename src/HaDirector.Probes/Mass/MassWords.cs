using System.Net.Sockets;
using HaDirector.Health;
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
            string doing = one.Phase switch
            {
                MassPhase.Connecting => "connecting",
                MassPhase.Sending => "sending the request",
                MassPhase.Receiving => "in the middle of the answer",
                _ => "waiting for the answer",
            };
            string text = $"timed out after {DurationText.Format(one.Spec.Timeout)} {doing}{(late ? ", but this host looked too late" : "")}";
            return TimeOuts[key] = text;
        }
    }

    /// <summary>A socket error in one word.</summary>
    public static ProbeOutcome OutcomeOf(SocketError error) => error switch
    {
        _ when SocketWords.FaultOf(error) == Fault.Local => ProbeOutcome.Local,
        SocketError.ConnectionRefused => ProbeOutcome.Refused,
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown => ProbeOutcome.Unreachable,
        SocketError.TimedOut => ProbeOutcome.TimedOut,
        _ => ProbeOutcome.Broken,
    };

    /// <summary>A bad response in one word.</summary>
    public static ProbeOutcome OutcomeOf(HttpResponseReader response) =>
        response.Reason.StartsWith("the server closed", StringComparison.Ordinal) ? ProbeOutcome.Broken : ProbeOutcome.Malformed;
}
