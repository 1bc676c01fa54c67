using System.Buffers.Binary;
using System.Net;

namespace HaDirector.Model;

/// <summary>The two families of addresses; the values are those of Linux (AF_INET, AF_INET6).</summary>
public enum IpFamily : byte
{
    /// <summary>AF_INET.</summary>
    V4 = 2,

    /// <summary>AF_INET6.</summary>
    V6 = 10,
}

/// <summary>An IPv4 or IPv6 address as a value: comparing, hashing and copying it never allocates.</summary>
/// <remarks>Order is numeric within a family (RFC 9568 section 6.4.3 compares addresses so); IPv4 sorts before IPv6.</remarks>
public readonly record struct IpAddress : IComparable<IpAddress>
{
    // Not a UInt128: code that has one in a structure is never compiled before it runs, and nearly all of ours has addresses.
    private readonly ulong _high;
    private readonly ulong _low; // of IPv4 its lower half

    private IpAddress(IpFamily family, ulong high, ulong low) => (Family, _high, _low) = (family, high, low);

    /// <summary>Address family; default(IpAddress) has none (0).</summary>
    public IpFamily Family { get; }

    /// <summary>Whether this is an address at all, not default.</summary>
    public bool IsSet => Family != 0;

    /// <summary>Whether the family is IPv4.</summary>
    public bool IsV4 => Family == IpFamily.V4;

    /// <summary>4 or 16.</summary>
    public int ByteCount => Family == IpFamily.V4 ? 4 : 16;

    /// <summary>Bits of the whole address: 32 or 128.</summary>
    public int BitCount => ByteCount * 8;

    /// <summary>The IPv4 address in host order; 0 for IPv6.</summary>
    public uint V4Bits => Family == IpFamily.V4 ? (uint)_low : 0;

    /// <summary>0.0.0.0 or ::.</summary>
    public bool IsAny => IsSet && (_high | _low) == 0;

    /// <summary>224.0.0.0/4 or ff00::/8.</summary>
    public bool IsMulticast => Family == IpFamily.V4 ? (V4Bits >> 28) == 0xE : _high >> 56 == 0xFF;

    /// <summary>fe80::/10.</summary>
    public bool IsV6LinkLocal => Family == IpFamily.V6 && _high >> 54 == 0xFE80 >> 6;

    /// <summary>Makes an IPv4 address from its host-order bits.</summary>
    public static IpAddress FromV4(uint hostOrder) => new(IpFamily.V4, 0, hostOrder);

    /// <summary>Reads an address from network-order bytes; false when there are not 4 or 16 of them.</summary>
    public static bool TryRead(ReadOnlySpan<byte> networkOrder, out IpAddress address)
    {
        address = networkOrder.Length switch
        {
            4 => new(IpFamily.V4, 0, BinaryPrimitives.ReadUInt32BigEndian(networkOrder)),
            16 => new(IpFamily.V6, BinaryPrimitives.ReadUInt64BigEndian(networkOrder), BinaryPrimitives.ReadUInt64BigEndian(networkOrder[8..])),
            _ => default,
        };
        return address.IsSet;
    }

    /// <summary>Writes <see cref="ByteCount"/> bytes in network order.</summary>
    public void Write(Span<byte> destination)
    {
        if (Family == IpFamily.V4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)_low);
            return;
        }
        BinaryPrimitives.WriteUInt64BigEndian(destination, _high);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _low);
    }

    /// <summary>Parses the usual text forms; IPv4 only as four decimal parts, IPv6 without zone or brackets.</summary>
    public static bool TryParse(string? text, out IpAddress address)
    {
        address = default;
        if (string.IsNullOrEmpty(text) || text.Contains('%') || text.Contains('[')) return false;
        if (!text.Contains(':') && !IsFourDecimals(text)) return false;
        return IPAddress.TryParse(text, out IPAddress? parsed) && TryFrom(parsed, out address);
    }

    /// <summary>The framework also reads 0x7f.1 and takes 010 for 8; neither is what someone meant.</summary>
    private static bool IsFourDecimals(string text)
    {
        int parts = 0;
        foreach (Range part in text.AsSpan().Split('.'))
        {
            ReadOnlySpan<char> digits = text.AsSpan(part);
            if (++parts > 4 || digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9') || (digits.Length > 1 && digits[0] == '0')) return false;
        }
        return parts == 4;
    }

    /// <summary>Parses or throws; for constants and tests.</summary>
    public static IpAddress Parse(string text) =>
        TryParse(text, out IpAddress address) ? address : throw new FormatException($"'{text}' is not an IP address");

    /// <summary>Converts from the framework's class.</summary>
    public static bool TryFrom(IPAddress framework, out IpAddress address) => TryRead(framework.GetAddressBytes(), out address);

    /// <summary>Converts to the framework's class, for the rim.</summary>
    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        Write(bytes);
        return new IPAddress(bytes[..ByteCount]);
    }

    /// <summary>Same family and bits. Written out, because the generated comparison boxes in unoptimised code, and this one is on the real-time path.</summary>
    public bool Equals(IpAddress other) => Family == other.Family && _high == other._high && _low == other._low;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine((byte)Family, _high, _low);

    /// <inheritdoc/>
    public int CompareTo(IpAddress other) =>
        Family != other.Family ? ((byte)Family).CompareTo((byte)other.Family) : _high != other._high ? _high.CompareTo(other._high) : _low.CompareTo(other._low);

    /// <summary>Numerically smaller.</summary>
    public static bool operator <(IpAddress a, IpAddress b) => a.CompareTo(b) < 0;

    /// <summary>Numerically greater.</summary>
    public static bool operator >(IpAddress a, IpAddress b) => a.CompareTo(b) > 0;

    /// <summary>Numerically smaller or the same.</summary>
    public static bool operator <=(IpAddress a, IpAddress b) => a.CompareTo(b) <= 0;

    /// <summary>Numerically greater or the same.</summary>
    public static bool operator >=(IpAddress a, IpAddress b) => a.CompareTo(b) >= 0;

    /// <summary>Whether the first <paramref name="prefixLength"/> bits equal those of <paramref name="other"/>.</summary>
    public bool SharesPrefix(IpAddress other, int prefixLength)
    {
        if (Family != other.Family || prefixLength == 0) return Family == other.Family;
        ulong high = _high ^ other._high, low = _low ^ other._low;
        if (Family == IpFamily.V4) return low >> (32 - prefixLength) == 0;
        return prefixLength <= 64 ? high >> (64 - prefixLength) == 0 : high == 0 && low >> (128 - prefixLength) == 0;
    }

    /// <summary>The usual text form.</summary>
    public override string ToString() => IsSet ? ToIPAddress().ToString() : "none";
}
