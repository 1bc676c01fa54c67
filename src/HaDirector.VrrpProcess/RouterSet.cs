using HaDirector.Linux;
using HaDirector.Vrrp;

namespace HaDirector.VrrpProcess;

/// <summary>One router of a set and what it shall be.</summary>
/// <param name="Router">New, or one that runs already.</param>
/// <param name="Spec">Its spec from now on.</param>
/// <param name="Holders">The ports that hold its addresses, advertised and excluded, in this order.</param>
internal readonly record struct RouterSlot(RouterRuntime Router, VirtualRouterSpec Spec, InterfacePort[] Holders);

/// <summary>Newly opened resources of a port.</summary>
/// <param name="Port">Port.</param>
/// <param name="Resources">They take the place of those it has.</param>
internal readonly record struct OpenedPort(InterfacePort Port, PortResources Resources);

/// <summary>
/// Everything the real-time thread works on. The supervisor makes it whole, with room for all that the other side will need, and hands it
/// over in one step; what it replaced comes back in <see cref="Retired"/>.
/// </summary>
internal sealed class RouterSet
{
    /// <summary>Entries of <see cref="PollEntries"/> before those of the ports.</summary>
    public const int FixedEntries = 2;

    public RouterSet(uint epoch, RouterSlot[] routers, InterfacePort[] ports, RouterRuntime[] removed, OpenedPort[] opened, RealTimePart[] parts)
    {
        (Epoch, Routers, Ports, Removed, Opened, Parts) = (epoch, routers, ports, removed, opened, parts);
        PollEntries = GC.AllocateArray<PollEntry>(FixedEntries + ports.Length + parts.Sum(part => part.Descriptors), pinned: true);
        Retired = new PortResources?[opened.Length];
        Tracks = parts.OfType<TrackPart>().FirstOrDefault();
    }

    public static RouterSet Empty { get; } = new(0, [], [], [], [], []);

    public uint Epoch { get; }

    public RouterSlot[] Routers { get; }

    public InterfacePort[] Ports { get; }

    /// <summary>Routers of the set before that are not in this one.</summary>
    public RouterRuntime[] Removed { get; }

    public OpenedPort[] Opened { get; }

    /// <summary>Filled by the real-time thread: what <see cref="Opened"/> replaced, to be closed by the supervisor.</summary>
    public PortResources?[] Retired { get; }

    /// <summary>What else the loop does; a part that goes on keeps its instance from set to set.</summary>
    public RealTimePart[] Parts { get; }

    /// <summary>The one of <see cref="Parts"/> that moves and faults routers; null only in a set without routers.</summary>
    public TrackPart? Tracks { get; }

    public PollEntry[] PollEntries { get; }
}
