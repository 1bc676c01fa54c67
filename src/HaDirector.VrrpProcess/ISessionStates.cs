using HaDirector.Model;

namespace HaDirector.VrrpProcess;

/// <summary>
/// The BFD sessions as the other parts of the real-time loop see them. Sessions are named by their position in the plan; the part that has them
/// comes first in a set, so that whoever looks in its Judge sees the change in the same turn. Nothing in here allocates.
/// </summary>
internal interface ISessionStates
{
    /// <summary>Grows with each change of a state, and when sessions come or go: who has seen this number need not look again.</summary>
    long Changes { get; }

    /// <summary>Whether the session is up.</summary>
    bool IsUp(int session);

    /// <summary>When a packet of the other end was last believed; <see cref="Instant.Never"/> before the first.</summary>
    Instant LastHeard(int session);
}
