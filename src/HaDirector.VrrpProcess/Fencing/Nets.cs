using HaDirector.Link;
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
    private bool _hurry;

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

    /// <summary>Which of the other directors say hello, a bit for each in the order of the plan. The real-time thread's alone.</summary>
    public uint DirectorsSeen { get; set; }

    /// <summary>All of it in the number of a pulse (<see cref="PulseNets"/>).</summary>
    public long Word => new PulseNets(Fenced, FenceMissing, PeerPresent, DirectorsSeen).Word;

    /// <summary>Grows with each change.</summary>
    public int Changes => Volatile.Read(ref _changes);

    /// <summary>Kernel lifetime of the addresses of a router: for ever where the fence decides, or where availability comes first.</summary>
    public uint LifetimeOf(VirtualRouterSpec spec) =>
        Fenced || spec.Fence == FencePolicy.Never || (spec.Fence == FencePolicy.Auto && !PeerPresent)
            ? VirtualAddresses.Forever
            : VirtualAddresses.LifetimeSeconds;

    /// <summary>Something happened that the other directors should hear of at once. The real-time thread's alone.</summary>
    public void Hurry() => _hurry = true;

    /// <summary>Whether something happened that they should hear of at once. Reading it forgets it.</summary>
    public bool TakeHurry()
    {
        bool hurry = _hurry;
        _hurry = false;
        return hurry;
    }

    /// <summary>Lets the supervisor look at the roles and sessions.</summary>
    public void LookAgain() => news.Set();

    private void Set(ref bool fact, bool value)
    {
        if (Volatile.Read(ref fact) == value) return;
        Volatile.Write(ref fact, value);
        Interlocked.Increment(ref _changes);
        news.Set();
    }
}
