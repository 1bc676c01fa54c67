namespace HaDirector.Vrrp.Wire;

/// <summary>What is odd about an advert that is believed all the same: worth a log line at most once per window, never a drop.</summary>
[Flags]
public enum AdvertRemarks : byte
{
    /// <summary>Nothing is odd.</summary>
    None = 0,

    /// <summary>Its interval is not ours (RFC 9568 section 7.1). The backup uses the master's.</summary>
    IntervalDiffers = 1,

    /// <summary>Its addresses are not ours (section 7.1).</summary>
    AddressListDiffers = 2,

    /// <summary>Its priority is ours (section 8.3.2): the address decides, and two backups may wake together.</summary>
    EqualPriority = 4,

    /// <summary>Both claim to own the addresses (section 8.3.2): the greater address keeps them (erratum 8298).</summary>
    SecondOwner = 8,

    /// <summary>We are master, and somebody else says the same.</summary>
    SecondMaster = 16,

    /// <summary>Its HMAC trailer is missing or wrong, and the permissive mode believes it all the same.</summary>
    NotSigned = 32,
}
