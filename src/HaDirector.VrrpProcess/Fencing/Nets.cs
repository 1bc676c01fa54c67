using HaDirector.Linux;
using HaDirector.Linux.Route;
using HaDirector.Vrrp;

namespace HaDirector.VrrpProcess.Fencing;

/// <summary>
/// What stands between a dead director and its addresses, as both threads see it: the supervisor says whether the fence is in force, the
/// real-time thread whether a peer is present. Nothing in here allocates or waits.
/// </summary>
/// <param name="news">Wakes the supervisor.</param>
internal sealed class Nets(WakeEvent news)
{
    private bool _fenced, _fenceMissing, _peerPresent;
    private int _changes;

    /// <summary>Whether the kernel's fence is in force.</summary>
    public bool Fenced
    {
        get => Volatile.Read(ref _fenced);
        set => Set(ref _fenced, value);
    }

    /// <summary>Whether a fence is wanted and cannot be had.</summary>
    public bool FenceMissing
    {
        get => Volatile.Read(ref _fenceMissing);
        set => Set(ref _fenceMissing, value);
    }

    /// <summary>Whether another director is there.</summary>
    public bool PeerPresent
    {
        get => Volatile.Read(ref _peerPresent);
        set => Set(ref _peerPresent, value);
    }

    /// <summary>Grows with each change.</summary>
    public int Changes => Volatile.Read(ref _changes);

    /// <summary>Kernel lifetime of the addresses of a router: for ever where the fence decides, or where availability comes first.</summary>
    public uint LifetimeOf(VirtualRouterSpec spec) =>
        Fenced || spec.Fence == FencePolicy.Never || (spec.Fence == FencePolicy.Auto && !PeerPresent)
            ? VirtualAddresses.Forever
            : VirtualAddresses.LifetimeSeconds;

    /// <summary>Lets the supervisor look at the roles.</summary>
    public void RoleChanged() => news.Set();

    private void Set(ref bool fact, bool value)
    {
        if (Volatile.Read(ref fact) == value) return;
        Volatile.Write(ref fact, value);
        Interlocked.Increment(ref _changes);
        news.Set();
    }
}
