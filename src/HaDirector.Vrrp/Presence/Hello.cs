using HaDirector.Model;

namespace HaDirector.Vrrp.Presence;

/// <summary>The head of a hello: which process says it, and that it is not an old one said again.</summary>
/// <param name="Session">Chosen at random by each process when it starts.</param>
/// <param name="Counter">Grows with each hello of the session, from 1.</param>
/// <param name="WallSeconds">Seconds since 1970 on the sender's wall clock.</param>
public readonly record struct Hello(ulong Session, ulong Counter, long WallSeconds);

/// <summary>How one router of the sender is: what a backup may act on when the adverts themselves cannot come.</summary>
/// <param name="Name">Its name, hashed: names are the same on both directors, interfaces need not be.</param>
/// <param name="Source">Source address of its adverts, hashed: whether it is the master that the hearer follows.</param>
/// <param name="VirtualRouterId">Its id.</param>
/// <param name="Family">Its family.</param>
/// <param name="State">Its state.</param>
/// <param name="Priority">The priority it would advertise now.</param>
/// <param name="Resigned">Whether it was master and gave that up since the last hello but a few.</param>
public readonly record struct HelloRouter(
    uint Name, uint Source, byte VirtualRouterId, IpFamily Family, VrrpState State, byte Priority, bool Resigned)
{
    /// <summary>Hash of a name (FNV-1a).</summary>
    public static uint Hash(ReadOnlySpan<char> name)
    {
        uint hash = 2166136261;
        foreach (char letter in name) hash = (hash ^ letter) * 16777619;
        return hash;
    }

    /// <summary>Hash of an address (FNV-1a); 0 when it is not set.</summary>
    public static uint Hash(IpAddress address)
    {
        if (!address.IsSet) return 0;
        Span<byte> bytes = stackalloc byte[16];
        address.Write(bytes);
        uint hash = 2166136261;
        for (int i = 0; i < address.ByteCount; i++) hash = (hash ^ bytes[i]) * 16777619;
        return hash;
    }
}

/// <summary>Why a hello is not believed.</summary>
public enum HelloDrop : byte
{
    /// <summary>It is believed.</summary>
    None,

    /// <summary>Too short, too long, or not what it says it is.</summary>
    Malformed,

    /// <summary>Of a version that is not known here.</summary>
    Version,

    /// <summary>Its HMAC is not that of our key.</summary>
    Authentication,

    /// <summary>It does not come from one of the directors.</summary>
    Sender,

    /// <summary>Our own came back.</summary>
    Own,

    /// <summary>An old one said again.</summary>
    Replayed,
}
