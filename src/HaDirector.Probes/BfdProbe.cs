using HaDirector.Health;
using HaDirector.Health.Kinds;

namespace HaDirector.Probes;

/// <summary>Looks how a BFD session stands, as this process last heard.</summary>
public static class BfdProbe
{
    /// <summary>One try, which takes no time.</summary>
    /// <param name="bfd">The check.</param>
    /// <param name="isUp">Whether a session is up; null when nothing is known of it.</param>
    public static ProbeResult Run(BfdCheck bfd, Func<string, bool?> isUp) => isUp(bfd.Session) switch
    {
        true => new ProbeResult(true, default, $"BFD session {bfd.Session} is up"),
        false => new ProbeResult(false, default, $"BFD session {bfd.Session} is down") { Outcome = ProbeOutcome.Unreachable },
        null => new ProbeResult(false, default, $"nothing is known of the BFD session {bfd.Session} yet") { Fault = Fault.Local, Outcome = ProbeOutcome.Local },
    };
}
