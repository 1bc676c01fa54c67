namespace HaDirector.Bfd.Wire;

/// <summary>Why a received packet was not believed (RFC 5880 section 6.8.6). Each is counted, and is a label of a metric.</summary>
public enum BfdDropReason : byte
{
    /// <summary>It was believed.</summary>
    None = 0,

    /// <summary>Not version 1.</summary>
    Version = 1,

    /// <summary>Its length is less than 24 bytes, or more than there are.</summary>
    Length = 2,

    /// <summary>Its detection multiplier is zero.</summary>
    MultiplierZero = 3,

    /// <summary>The multipoint bit is set.</summary>
    Multipoint = 4,

    /// <summary>It does not say who sent it.</summary>
    MyDiscriminatorZero = 5,

    /// <summary>It says Init or Up and not whom it means.</summary>
    YourDiscriminatorZero = 6,

    /// <summary>No session here has the discriminator it means.</summary>
    YourDiscriminatorUnknown = 7,

    /// <summary>It means nobody yet, and no session with its sender is configured.</summary>
    UnknownPeer = 8,

    /// <summary>It means a session with somebody else, or came over another interface than that session's.</summary>
    WrongSender = 9,

    /// <summary>TTL or hop limit is less than the session believes: 255 for a single hop (RFC 5881 section 5).</summary>
    HopLimit = 10,

    /// <summary>It is authenticated, and no session here is.</summary>
    Authenticated = 11,
}

/// <summary>The drop reasons as metrics and counters see them.</summary>
public static class BfdDropReasons
{
    /// <summary>One more than the largest value of <see cref="BfdDropReason"/>.</summary>
    public const int Count = (int)BfdDropReason.Authenticated + 1;

    /// <summary>The label of a reason in metrics and status: lower case, stable for ever.</summary>
    public static string Label(this BfdDropReason reason) => reason switch
    {
        BfdDropReason.None => "none",
        BfdDropReason.Version => "version",
        BfdDropReason.Length => "length",
        BfdDropReason.MultiplierZero => "multiplier_zero",
        BfdDropReason.Multipoint => "multipoint",
        BfdDropReason.MyDiscriminatorZero => "my_discriminator_zero",
        BfdDropReason.YourDiscriminatorZero => "your_discriminator_zero",
        BfdDropReason.YourDiscriminatorUnknown => "your_discriminator_unknown",
        BfdDropReason.UnknownPeer => "unknown_peer",
        BfdDropReason.WrongSender => "wrong_sender",
        BfdDropReason.HopLimit => "hop_limit",
        BfdDropReason.Authenticated => "authenticated",
        _ => "unknown",
    };
}
