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
}
