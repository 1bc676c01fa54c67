using HaDirector.Link;
using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Wire;

namespace HaDirector.VrrpProcess;

/// <content>In what another director does not agree with this one about the router, as long as it lasts.</content>
internal sealed partial class RouterRuntime
{
    private readonly DisagreementLog _disagreements = new(Disagreements.Count);

    /// <summary>An advert for this router was dropped.</summary>
    public void Dropped(in Advert advert, DropReason reason, Instant now)
    {
        if (Disagreements.Behind(reason) is { } what) Note(what, advert, now);
        if (Instance.State == VrrpState.Master && Disagreements.IsMastersAdvert(reason)) Note(Disagreement.Master, advert, now);
    }

    private void Note(AdvertRemarks remarks, in Advert advert, Instant now)
    {
        if ((remarks & AdvertRemarks.IntervalDiffers) != 0) Note(Disagreement.Interval, advert, now);
        if ((remarks & AdvertRemarks.AddressListDiffers) != 0) Note(Disagreement.Addresses, advert, now);
        if ((remarks & (AdvertRemarks.EqualPriority | AdvertRemarks.SecondOwner)) != 0) Note(Disagreement.Priority, advert, now);
        if ((remarks & AdvertRemarks.SecondMaster) != 0) Note(Disagreement.Master, advert, now);
        if ((remarks & AdvertRemarks.NotSigned) != 0) Note(Disagreement.Authentication, advert, now);
    }

    private void Note(Disagreement what, in Advert advert, Instant now)
    {
        Centiseconds own = Instance.Spec.AdvertInterval;
        _disagreements.Note((int)what, advert.Sender, DisagreementLog.Pause(advert.Interval.Value > own.Value ? advert.Interval : own), now);
    }

    private void ReportDisagreements()
    {
        for (int what = 0; what < Disagreements.Count; what++)
        {
            if (!_disagreements.Lasts(what, world.Now, out IpAddress sender)) continue;
            LinkMessage message = world.Reporter.Begin(LinkMessageKind.Disagreement);
            Describe(ref message);
            message.Code = (byte)what;
            message.Address = sender;
            world.Reporter.Send();
        }
    }
}
