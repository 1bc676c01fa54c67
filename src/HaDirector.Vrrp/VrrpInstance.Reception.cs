using HaDirector.Model;
using HaDirector.Vrrp.Wire;

namespace HaDirector.Vrrp;

/// <content>What this router knows about a packet before it hears it.</content>
public sealed partial class VrrpInstance
{
    /// <summary>The checks of a well-formed packet that need this router: is it for it, and not its own.</summary>
    /// <param name="packet">A packet that passed <see cref="VrrpPacket.TryParse"/>.</param>
    /// <param name="reason">Why it must be dropped.</param>
    /// <returns>Whether <see cref="Step"/> should hear it. (It would ignore it otherwise; this is for the counters.)</returns>
    public bool Admits(in VrrpPacket packet, out DropReason reason)
    {
        reason = packet.Advert.VirtualRouterId != Spec.VirtualRouterId ? DropReason.UnknownRouter
            : packet.Advert.Sender == PrimaryAddress ? DropReason.OwnPacket
            : DropReason.None;
        return reason == DropReason.None;
    }

    /// <summary>What is odd about an admitted packet and deserves a log line. An advert that resigns is compared by its addresses only.</summary>
    public AdvertRemarks RemarksOn(in VrrpPacket packet)
    {
        AdvertRemarks remarks = SameAddresses(packet) ? AdvertRemarks.None : AdvertRemarks.AddressListDiffers;
        if (packet.Advert.Priority == 0) return remarks;
        if (packet.Advert.Interval != Spec.AdvertInterval) remarks |= AdvertRemarks.IntervalDiffers;
        if (packet.Advert.Priority == Spec.Priority) remarks |= AdvertRemarks.EqualPriority;
        return remarks;
    }

    // As sets: peers of other makers order the list as they like. Bounded by the addresses of one spec, squared.
    private bool SameAddresses(in VrrpPacket packet)
    {
        if (packet.AddressCount != Spec.Addresses.Count) return false;
        for (int i = 0; i < packet.AddressCount; i++)
        {
            if (!(packet.AddressAt(i) == Spec.Addresses[i].Address || Configures(packet.AddressAt(i)))) return false;
        }

        return true;
    }

    private bool Configures(IpAddress address)
    {
        for (int i = 0; i < Spec.Addresses.Count; i++)
        {
            if (Spec.Addresses[i].Address == address) return true;
        }

        return false;
    }
}
