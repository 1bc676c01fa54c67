namespace HaDirector.Vrrp.Wire;

/// <summary>Why a received packet was not believed. Each is counted, and is a label of a metric (<see cref="DropReasons.Label"/>).</summary>
public enum DropReason : byte
{
    /// <summary>It was believed.</summary>
    None = 0,

    /// <summary>Fewer bytes than an IPv4 header, than the header says, or than the advert and its addresses need (RFC 9568 section 7.1).</summary>
    Truncated = 1,

    /// <summary>The TTL or hop limit is not 255, or not in the window of the unicast peer: it was forwarded further than it may (section 5.1.1.3).</summary>
    TimeToLive = 2,

    /// <summary>Not IPv4, or not protocol 112.</summary>
    NotVrrp = 3,

    /// <summary>Not sent to where this router's adverts go: 224.0.0.18, ff02::12 (section 5.1.1.2), or this director alone when peers are configured.</summary>
    Destination = 4,

    /// <summary>Not the configured version. On a router of ours this means two masters: the peer speaks the other version.</summary>
    Version = 5,

    /// <summary>Not an advert (type 1), the only type there is (section 5.2.2).</summary>
    Type = 6,

    /// <summary>It carries no address (section 5.2.5, erratum 8299).</summary>
    NoAddress = 7,

    /// <summary>Its interval is zero (section 5.2.7, erratum 8301).</summary>
    Interval = 8,

    /// <summary>The checksum is wrong in every form (section 5.2.8).</summary>
    Checksum = 9,

    /// <summary>No virtual router of this id is configured on the interface (section 7.1).</summary>
    UnknownRouter = 10,

    /// <summary>Our own advert came back: the source is our primary address.</summary>
    OwnPacket = 11,

    /// <summary>Its addresses are of the other family than the packet (section 5.2.9).</summary>
    Family = 12,

    /// <summary>IPv6: the first address is not link-local (section 5.2.9, erratum 8300).</summary>
    NotLinkLocal = 13,

    /// <summary>Version 2: another authentication type than the configured one (RFC 3768 section 7.1).</summary>
    AuthenticationType = 14,

    /// <summary>Version 2: another password.</summary>
    Password = 15,

    /// <summary>Version 2: another advert interval than ours (RFC 3768 section 7.1).</summary>
    IntervalDiffers = 16,

    /// <summary>Version 2: other addresses than ours, and not from their owner (RFC 3768 section 7.1).</summary>
    AddressListDiffers = 17,

    /// <summary>The checksum is right in the form that the strict profile does not take.</summary>
    ChecksumForm = 18,

    /// <summary>Unicast from somebody who is not a configured peer.</summary>
    UnknownPeer = 19,

    /// <summary>Version 2: a router that owns the addresses hears no adverts (RFC 3768 section 7.1; strict profile).</summary>
    LocalOwner = 20,

    /// <summary>There is no HMAC trailer.</summary>
    HmacMissing = 21,

    /// <summary>What follows the message is not an HMAC trailer of the one known type.</summary>
    HmacMalformed = 22,

    /// <summary>The HMAC trailer names a key that is not configured.</summary>
    HmacUnknownKey = 23,

    /// <summary>The HMAC is wrong: another secret, or the message was changed.</summary>
    HmacWrong = 24,

    /// <summary>The time in the HMAC trailer is outside the window: an old advert, or clocks that disagree.</summary>
    HmacStale = 25,

    /// <summary>The sender's sequence did not grow: an advert that was heard before.</summary>
    HmacReplayed = 26,
}

/// <summary>The drop reasons as metrics and counters see them.</summary>
public static class DropReasons
{
    /// <summary>One more than the largest value of <see cref="DropReason"/>.</summary>
    public const int Count = (int)DropReason.HmacReplayed + 1;

    /// <summary>The label of a reason in metrics and status: lower case, stable for ever.</summary>
    public static string Label(this DropReason reason) => reason switch
    {
        DropReason.None => "none",
        DropReason.Truncated => "truncated",
        DropReason.TimeToLive => "ttl",
        DropReason.NotVrrp => "not_vrrp",
        DropReason.Destination => "destination",
        DropReason.Version => "version",
        DropReason.Type => "type",
        DropReason.NoAddress => "no_address",
        DropReason.Interval => "interval",
        DropReason.Checksum => "checksum",
        DropReason.UnknownRouter => "unknown_router",
        DropReason.OwnPacket => "own_packet",
        DropReason.Family => "family",
        DropReason.NotLinkLocal => "not_link_local",
        DropReason.AuthenticationType => "authentication_type",
        DropReason.Password => "password",
        DropReason.IntervalDiffers => "interval_differs",
        DropReason.AddressListDiffers => "address_list_differs",
        DropReason.ChecksumForm => "checksum_form",
        DropReason.UnknownPeer => "unknown_peer",
        DropReason.LocalOwner => "local_owner",
        DropReason.HmacMissing => "hmac_missing",
        DropReason.HmacMalformed => "hmac_malformed",
        DropReason.HmacUnknownKey => "hmac_unknown_key",
        DropReason.HmacWrong => "hmac_wrong",
        DropReason.HmacStale => "hmac_stale",
        DropReason.HmacReplayed => "hmac_replayed",
        _ => "unknown",
    };
}
