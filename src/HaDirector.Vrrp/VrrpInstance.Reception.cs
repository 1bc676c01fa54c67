using HaDirector.Model;
using HaDirector.Vrrp.Wire;

namespace HaDirector.Vrrp;

/// <content>What this router knows about a packet before it hears it.</content>
public sealed partial class VrrpInstance
{
    private readonly HmacTrailer _hmac = new();
    private ChecksumForm _checksumHeard;
    private long _heardRfc5798, _heardRfc9568;

    /// <summary>The checks of a well-formed packet that need this router: is it for it, from whom it may be, and signed as it must be.</summary>
    /// <param name="packet">A packet that passed <see cref="VrrpPacket.TryParse(in ReceivedPacket, out VrrpPacket, out DropReason)"/>.</param>
    /// <param name="unixTime">Wall time since 1970, for the HMAC trailer only.</param>
    /// <param name="reason">Why it must be dropped.</param>
    /// <returns>Whether <see cref="Step"/> may hear it. What is not admitted moves nothing here.</returns>
    public bool Admits(in VrrpPacket packet, TimeSpan unixTime, out DropReason reason)
    {
        reason = Judge(packet);
        if (reason == DropReason.None) reason = _hmac.Check(packet, Spec.Hmac, unixTime);
        if (reason != DropReason.None) return false;
        if (packet.Version == 3 && packet.Advert.Sender.IsV4) CountChecksum(packet.Checksum);
        return true;
    }

    /// <summary>How many admitted adverts of version 3 over IPv4 carried a checksum of this form.</summary>
    public long HeardWith(ChecksumForm form) => form == ChecksumForm.Rfc9568 ? _heardRfc9568 : _heardRfc5798;

    /// <summary>What is odd about a packet that was admitted just now and deserves a log line. An advert that resigns is compared by its addresses only.</summary>
    public AdvertRemarks RemarksOn(in VrrpPacket packet)
    {
        AdvertRemarks remarks = SameAddresses(packet) ? AdvertRemarks.None : AdvertRemarks.AddressListDiffers;
        if (_hmac.Fault != DropReason.None) remarks |= AdvertRemarks.NotSigned;
        Advert advert = packet.Advert;
        if (advert.Priority == 0) return remarks;
        if (advert.Interval != Spec.AdvertInterval) remarks |= AdvertRemarks.IntervalDiffers;
        if (advert.Priority == Priority) remarks |= AdvertRemarks.EqualPriority;
        if (advert.Priority == VirtualRouterSpec.OwnerPriority && Spec.IsOwner) remarks |= AdvertRemarks.SecondOwner;
        if (State == VrrpState.Master) remarks |= AdvertRemarks.SecondMaster;
        return remarks;
    }

    /// <summary>Writes an advert of this router with all that the spec wants on it: authentication, HMAC trailer, checksum.</summary>
    /// <param name="buffer">Where to; <see cref="VrrpPacket.MessageMax"/> bytes are always enough.</param>
    /// <param name="priority">Priority to advertise; 0 resigns.</param>
    /// <param name="source">Source address of the packet.</param>
    /// <param name="destination">Where it goes: <see cref="VrrpPacket.MulticastGroup"/>, or one of the peers; each peer gets an advert of its own.</param>
    /// <param name="unixTime">Wall time since 1970, for the HMAC trailer only.</param>
    /// <returns>Bytes written; 0 when the buffer is too small.</returns>
    public int WriteAdvert(Span<byte> buffer, byte priority, IpAddress source, IpAddress destination, TimeSpan unixTime)
    {
        int length = VrrpPacket.WriteFields(buffer, Spec, priority);
        int whole = length;
        if (length > 0 && Spec.Hmac is { Mode: not HmacMode.Off } hmac)
        {
            whole += HmacTrailer.Length;
            if (buffer.Length < whole) return 0;
            _hmac.Sign(buffer[..whole], hmac, source, unixTime);
        }

        ChecksumForm form = Spec.Checksum == ChecksumForm.Auto ? _checksumHeard : Spec.Checksum;
        if (length > 0) VrrpPacket.WriteChecksum(buffer[..whole], length, Spec.Version, source, destination, form);
        return whole;
    }

    // What costs least first. The version and whose it is before all that could be said about a stranger's packet.
    private DropReason Judge(in VrrpPacket packet)
    {
        Advert advert = packet.Advert;
        if (advert.VirtualRouterId != Spec.VirtualRouterId || advert.Sender.Family != Spec.Family) return DropReason.UnknownRouter;
        if (packet.Version != Spec.Version) return DropReason.Version;
        if (advert.Sender == PrimaryAddress) return DropReason.OwnPacket;
        if (packet.Destination.IsMulticast == (Spec.Peers.Count > 0)) return DropReason.Destination;
        if (Spec.Peers.Count > 0 && JudgePeer(packet) is var stranger and not DropReason.None) return stranger;
        return Spec.Version == 2 ? JudgeVersion2(packet) : JudgeForm(packet);
    }

    // Whose window counts when the source is not checked: any of the configured ones.
    private DropReason JudgePeer(in VrrpPacket packet)
    {
        DropReason reason = Spec.CheckSource ? DropReason.UnknownPeer : DropReason.TimeToLive;
        for (int i = 0; i < Spec.Peers.Count; i++)
        {
            UnicastPeer peer = Spec.Peers[i];
            if (Spec.CheckSource && peer.Address != packet.Advert.Sender) continue;
            if (packet.ReceivedHopLimit >= peer.HopLimitMin && packet.ReceivedHopLimit <= peer.HopLimitMax) return DropReason.None;
            reason = DropReason.TimeToLive;
        }

        return reason;
    }

    // RFC 3768 section 7.1.
    private DropReason JudgeVersion2(in VrrpPacket packet)
    {
        if (packet.CheckAuthentication(Spec) is var refused and not DropReason.None) return refused;
        if (packet.Advert.Interval != Spec.AdvertInterval) return DropReason.IntervalDiffers;
        if (packet.Advert.Priority != VirtualRouterSpec.OwnerPriority && !SameAddresses(packet)) return DropReason.AddressListDiffers;
        // Two owners that do not hear each other would both hold the addresses for ever: only the strict profile is deaf (erratum 8298 of version 3).
        return IsStrict && Spec.IsOwner ? DropReason.LocalOwner : DropReason.None;
    }

    private DropReason JudgeForm(in VrrpPacket packet)
    {
        ChecksumForm wanted = Spec.Checksum == ChecksumForm.Rfc5798 ? ChecksumForm.Rfc5798 : ChecksumForm.Rfc9568;
        return IsStrict && packet.Advert.Sender.IsV4 && packet.Checksum != wanted ? DropReason.ChecksumForm : DropReason.None;
    }

    private void CountChecksum(ChecksumForm form)
    {
        _checksumHeard = form;
        if (form == ChecksumForm.Rfc9568) _heardRfc9568++;
        else _heardRfc5798++;
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
