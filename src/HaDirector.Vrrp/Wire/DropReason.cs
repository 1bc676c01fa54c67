namespace HaDirector.Vrrp.Wire;

/// <summary>Why a received packet was not believed. Each is counted, and is a label of a metric (<see cref="DropReasons.Label"/>).</summary>
public enum DropReason : byte
{
    /// <summary>It was believed.</summary>
    None = 0,

    /// <summary>Fewer bytes than an IPv4 header, than the header says, or than the advert and its addresses need (RFC 9568 section 7.1).</summary>
    Truncated = 1,

    /// <summary>The TTL is not 255: it was forwarded, so it does not come from this link (section 5.1.1.3).</summary>
    TimeToLive = 2,

    /// <summary>Not IPv4, or not protocol 112.</summary>
    NotVrrp = 3,

    /// <summary>Not sent to 224.0.0.18 (section 5.1.1.2).</summary>
    Destination = 4,

    /// <summary>Not version 3. On a router of ours this means two masters: the peer speaks version 2.</summary>
    Version = 5,

    /// <summary>Not an advert (type 1), the only type there is (section 5.2.2).</summary>
    Type = 6,

    /// <summary>It carries no address (section 5.2.5, erratum 8299).</summary>
    NoAddress = 7,

    /// <summary>Its interval is zero (section 5.2.7, erratum 8301).</summary>
    Interval = 8,

    /// <summary>The checksum is wrong in both forms (section 5.2.8).</summary>
    Checksum = 9,

    /// <summary>No virtual router of this id is configured on the interface (section 7.1).</summary>
    UnknownRouter = 10,

    /// <summary>Our own advert came back: the source is our primary address.</summary>
    OwnPacket = 11,
}

/// <summary>The drop reasons as metrics and counters see them.</summary>
public static class DropReasons
{
    /// <summary>One more than the largest value of <see cref="DropReason"/>.</summary>
    public const int Count = (int)DropReason.OwnPacket + 1;

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
        _ => "unknown",
    };
}
