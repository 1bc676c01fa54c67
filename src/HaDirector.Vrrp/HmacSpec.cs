namespace HaDirector.Vrrp;

/// <summary>How adverts without a right HMAC trailer are treated.</summary>
public enum HmacMode : byte
{
    /// <summary>No trailer is sent or looked at.</summary>
    Off,

    /// <summary>A trailer is sent; what comes without one, or with a wrong one, is counted and believed: for the time of a change.</summary>
    Permissive,

    /// <summary>A trailer is sent; what comes without a right one is dropped.</summary>
    Enforce,
}

/// <summary>One key.</summary>
/// <param name="Id">1-255, as in the trailer.</param>
/// <param name="Secret">At least 16 bytes, at most 64.</param>
public sealed record HmacKey(byte Id, ReadOnlyMemory<byte> Secret);

/// <summary>The HMAC-SHA256 trailer of adverts (keepalived 2.4's auth_hmac, draft-cassen-vrrp-auth-hmac).</summary>
/// <param name="Mode">What becomes of adverts without it.</param>
/// <param name="Keys">Keys that are believed; several while keys are changed; at most <see cref="KeysMax"/>.</param>
/// <param name="ActiveKey">Id of the key that signs.</param>
/// <param name="Window">How far a sender's clock may be off, which is also how long an advert can be replayed to one that heard nothing since.</param>
public sealed record HmacSpec(HmacMode Mode, IReadOnlyList<HmacKey> Keys, byte ActiveKey, TimeSpan Window)
{
    /// <summary>Most keys at once.</summary>
    public const int KeysMax = 4;

    /// <summary>Fewest bytes of a secret.</summary>
    public const int SecretMin = 16;

    /// <summary>Most bytes of a secret.</summary>
    public const int SecretMax = 64;
}
