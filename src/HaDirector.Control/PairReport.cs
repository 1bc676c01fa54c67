namespace HaDirector.Control;

/// <summary>Whether this director is alone, and what keeps it from its addresses should it die.</summary>
/// <param name="Fence">"in_force", "alone" (no other director is there, so leases do not end), "missing" (it cannot be had) or "off" (none is wanted).</param>
/// <param name="PeerPresent">Whether another director is there: by its hellos, or by a BFD session.</param>
/// <param name="Peers">The other directors that have an address.</param>
public sealed record PairReport(string Fence, bool PeerPresent, IReadOnlyList<PeerReport> Peers);

/// <summary>Another director.</summary>
/// <param name="Director">Its name.</param>
/// <param name="Address">Its address.</param>
/// <param name="Present">Whether its hellos are heard.</param>
public sealed record PeerReport(string Director, string Address, bool Present);
