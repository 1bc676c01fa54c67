using HaDirector.Vrrp;

namespace HaDirector.Engine;

/// <summary>
/// A director that starts takes the addresses from another one only when it is ready to serve: its servers checked, its table programmed.
/// Until then its routers follow whoever is master; when nobody is, they take over at once, for an unplanned takeover never waits.
/// </summary>
public static class PreemptHold
{
    /// <summary>After this time it counts as ready whatever is still unknown.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>The routers of a plan while it is not ready.</summary>
    public static IReadOnlyList<VirtualRouterSpec> Apply(IReadOnlyList<VirtualRouterSpec> routers) => [.. routers.Select(r => r with { Preempt = false })];

    /// <summary>Whether holding back makes a difference: an address owner always preempts (RFC 9568 section 6.1).</summary>
    public static bool Concerns(IReadOnlyList<VirtualRouterSpec> routers) => routers.Any(r => r is { Preempt: true, IsOwner: false });
}
