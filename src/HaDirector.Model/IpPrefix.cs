using System.Globalization;

namespace HaDirector.Model;

/// <summary>An address with the length of its network part in bits, as in 192.0.2.80/24. The host bits are kept.</summary>
public readonly record struct IpPrefix(IpAddress Address, byte Length)
{
    /// <summary>Parses "address/length"; without a length the prefix is the whole address (/32, /128).</summary>
    public static bool TryParse(string? text, out IpPrefix prefix)
    {
        prefix = default;
        if (text is null) return false;
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IpAddress.TryParse(slash < 0 ? text : text[..slash], out IpAddress address)) return false;
        int length = address.BitCount;
        if (slash >= 0 && !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length)) return false;
        if (length > address.BitCount) return false;
        prefix = new IpPrefix(address, (byte)length);
        return true;
    }

    /// <summary>Same address and length. Written out for the reason of <see cref="IpAddress.Equals(IpAddress)"/>.</summary>
    public bool Equals(IpPrefix other) => Length == other.Length && Address == other.Address;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Address, Length);

    /// <summary>Whether <paramref name="address"/> lies in this network.</summary>
    public bool Contains(IpAddress address) => Address.SharesPrefix(address, Length);

    /// <inheritdoc/>
    public override string ToString() => $"{Address}/{Length}";
}
