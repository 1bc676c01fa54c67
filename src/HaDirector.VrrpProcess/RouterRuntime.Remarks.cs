using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Wire;

namespace HaDirector.VrrpProcess;

/// <content>What is said about adverts that are believed though something about them is odd; at most once per window each.</content>
internal sealed partial class RouterRuntime
{
    private long _falseTakeovers;

    private void Remark(in VrrpPacket packet, Instant now)
    {
        AdvertRemarks remarks = Instance.RemarksOn(packet);
        if (remarks == AdvertRemarks.None) return;
        Advert advert = packet.Advert;
        Note(remarks, advert, now);
        Remark(remarks, AdvertRemarks.IntervalDiffers, VrrpLogCode.IntervalDiffers, advert, now);
        Remark(remarks, AdvertRemarks.AddressListDiffers, VrrpLogCode.AddressListDiffers, advert, now);
        Remark(remarks, AdvertRemarks.EqualPriority, VrrpLogCode.EqualPriority, advert, now);
        Remark(remarks, AdvertRemarks.SecondOwner, VrrpLogCode.SecondOwner, advert, now);
        Remark(remarks, AdvertRemarks.SecondMaster, VrrpLogCode.SecondMaster, advert, now);
        Remark(remarks, AdvertRemarks.NotSigned, VrrpLogCode.NotSigned, advert, now);
    }

    private void Remark(AdvertRemarks found, AdvertRemarks wanted, VrrpLogCode code, in Advert advert, Instant now)
    {
        if ((found & wanted) != 0 && _log.Opens((int)code, now)) Log(code, advert.Interval.Value, advert.Priority, advert.Sender);
    }

    // Counted by the machine when a master hears that it took the role from a living one (RFC 9568 section 2.5).
    private void RemarkFalseTakeover(Instant now)
    {
        if (Instance.FalseTakeovers == _falseTakeovers) return;
        _falseTakeovers = Instance.FalseTakeovers;
        if (_log.Opens((int)VrrpLogCode.FalseTakeover, now)) Log(VrrpLogCode.FalseTakeover, _falseTakeovers, 0, Instance.MasterHeard.Sender);
    }
}
