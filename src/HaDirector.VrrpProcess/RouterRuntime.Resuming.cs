using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Presence;

namespace HaDirector.VrrpProcess;

/// <content>
/// Going on as the master that the process before was, without an election: while the addresses are still on, no backup can have missed the adverts
/// yet, and nobody else advertises. It listens for one interval first, or for what is left.
/// </content>
internal sealed partial class RouterRuntime
{
    private long _advertisedAt;
    private Instant _resumeAt = Instant.Never;

    /// <summary>Its name as others know it.</summary>
    public uint NameHash { get; } = HelloRouter.Hash(spec.Name);

    /// <summary>When its last advert left; for any thread.</summary>
    public Instant AdvertisedAt => new(Volatile.Read(ref _advertisedAt));

    /// <summary>Until when no backup can have missed the process before; set before the router is handed over, default where it was not master.</summary>
    public Instant ResumeBefore { get; set; }

    private bool IsListening => _resumeAt != Instant.Never;

    /// <summary>Begins, unless it has begun.</summary>
    public void Start(Instant now)
    {
        if (IsListening) return;
        TimeSpan interval = Instance.Spec.AdvertInterval.ToTimeSpan();
        Instant last = ResumeBefore - (interval / 4);
        if (now < last && HasLeftAddresses)
        {
            _resumeAt = now + interval < last ? now + interval : last;
            return;
        }

        Begin(now);
    }

    private void Begin(Instant now)
    {
        (_resumeAt, ResumeBefore) = (Instant.Never, default);
        DropLeftAddresses(now);
        Step(new VrrpEvent(VrrpEventKind.Startup), now);
    }

    // Who was stopped while it listened may have been missed meanwhile, and what it tracks or its interface may have gone.
    private void GoOn(Instant now)
    {
        if (now < ResumeBefore && Instance.CanResume) Resume(now);
        else Begin(now);
    }

    private void Resume(Instant now)
    {
        (_resumeAt, ResumeBefore) = (Instant.Never, default);
        HoldLeftAddresses();
        Step(new VrrpEvent(VrrpEventKind.Resume), now);
    }

    private void DropLeftAddresses(Instant now)
    {
        HoldLeftAddresses();
        DropAddresses(now);
    }

    private bool HasLeftAddresses
    {
        get
        {
            for (int i = 0; i < AddressCount; i++)
            {
                if ((_marks[i] & AddressMark.Ours) != 0) return true;
            }

            return false;
        }
    }

    private void HoldLeftAddresses()
    {
        for (int i = 0; i < AddressCount; i++)
        {
            if ((_marks[i] & AddressMark.Ours) != 0) Hold(new HeldAddress(AddressAt(i), _holders[i].Index));
        }
    }
}
