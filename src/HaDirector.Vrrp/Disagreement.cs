using HaDirector.Vrrp.Wire;

namespace HaDirector.Vrrp;

/// <summary>In what this director and another one that it hears do not agree. Each is a condition while it lasts.</summary>
public enum Disagreement : byte
{
    /// <summary>Another version of VRRP.</summary>
    Version,

    /// <summary>Another advert interval.</summary>
    Interval,

    /// <summary>Another password or HMAC key, or none.</summary>
    Authentication,

    /// <summary>Other addresses.</summary>
    Addresses,

    /// <summary>The same priority, which should be another.</summary>
    Priority,

    /// <summary>Who is master: both say they are.</summary>
    Master,

    /// <summary>Which virtual routers there are.</summary>
    Router,
}

/// <summary>What a packet shows.</summary>
public static class Disagreements
{
    /// <summary>How many kinds there are.</summary>
    public const int Count = (int)Disagreement.Router + 1;

    /// <summary>The kind that made an advert for one of our routers be dropped; null when it was dropped for something else.</summary>
    public static Disagreement? Behind(DropReason reason) => reason switch
    {
        DropReason.Version => Disagreement.Version,
        DropReason.IntervalDiffers => Disagreement.Interval,
        DropReason.AddressListDiffers => Disagreement.Addresses,
        DropReason.AuthenticationType or DropReason.Password or DropReason.HmacMissing or DropReason.HmacMalformed
            or DropReason.HmacUnknownKey or DropReason.HmacWrong or DropReason.HmacStale => Disagreement.Authentication,
        _ => null,
    };

    /// <summary>Whether the sender of an advert that was dropped for this believes that it is master of our router all the same.</summary>
    public static bool IsMastersAdvert(DropReason reason) =>
        Behind(reason) is not null || reason is DropReason.Checksum or DropReason.ChecksumForm or DropReason.Destination or DropReason.UnknownPeer or DropReason.TimeToLive;
}
