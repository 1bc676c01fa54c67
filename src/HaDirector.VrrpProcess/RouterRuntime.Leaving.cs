using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.VrrpProcess;

/// <content>
/// Leaving without a loss: the addresses leave the interface, so that nobody answers for them here, but a local route goes on accepting what still
/// comes for them, until a while after the next master was heard. (That a route alone does not make the kernel answer ARP takes arp_ignore=1, which the
/// supervisor sees to before the loop ends.)
/// </content>
internal sealed partial class RouterRuntime
{
    private const int Loopback = 1; // its index in every network namespace
    private const byte HostScope = 254;

    // The next master announces right after its first advert; neighbours and bridges get this long to learn.
    private static readonly TimeSpan AfterFollower = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(250), LeaveMax = TimeSpan.FromSeconds(4);

    private readonly IpAddress[] _left = new IpAddress[HeldMax];
    private int _leftCount;
    private bool _leavesGently;
    private Instant _leaveUntil = Instant.Never;

    /// <summary>When it has left for good; never when it has.</summary>
    public Instant LeaveUntil => _leaveUntil;

    /// <summary>Ends because the process ends: resigns, but accepts what still comes for a while.</summary>
    public void Leave(Instant now)
    {
        _leavesGently = true;
        Stop(now);
        _leavesGently = false;
        if (_leaveUntil == Instant.Never) EndLeaving(now);
    }

    /// <summary>Does what is due after <see cref="Leave"/>.</summary>
    public void JudgeLeaving(Instant now)
    {
        if (now >= _leaveUntil) EndLeaving(now);
    }

    /// <summary>Ends it now.</summary>
    public void EndLeaving(Instant now)
    {
        for (int i = 0; i < _leftCount; i++) world.Route.DeleteRoute(LocalRoute(_left[i], Loopback));
        (_leftCount, _leaveUntil) = (0, Instant.Never);
        DropRoutes(now);
        SetHoldersDown();
    }

    // The routes come before the addresses go: at no moment is a packet for them a stranger's.
    private void KeepAccepting(Instant now)
    {
        for (int i = 0; i < _heldCount; i++)
        {
            IpAddress address = _held[i].Address.Address;
            if (world.Route.AppendRoute(LocalRoute(address, Loopback)) == 0) _left[_leftCount++] = address;
        }

        if (_leftCount == 0) return;
        // The weakest backup waits an interval after a good-bye (RFC 9568 section 6.4.2, skew time).
        TimeSpan patience = Instance.Spec.AdvertInterval.ToTimeSpan() + Margin;
        _leaveUntil = now + (patience < LeaveMax ? patience : LeaveMax);
    }

    private void HearWhileLeaving(in Advert advert, Instant now)
    {
        if (_leaveUntil == Instant.Never || advert.Priority == 0 || advert.Sender == Instance.PrimaryAddress) return;
        if (now + AfterFollower < _leaveUntil) _leaveUntil = now + AfterFollower;
    }
}
