using System.Buffers.Binary;
using HaDirector.Model;

namespace HaDirector.Netlink.Route;

/// <summary>An Ethernet address of 6 bytes.</summary>
public readonly record struct HardwareAddress
{
    /// <summary>Bytes of an Ethernet address.</summary>
    public const int Length = 6;

    private readonly ulong _bits;

    private HardwareAddress(ulong bits) => (_bits, IsSet) = (bits, true);

    /// <summary>Whether this is an address at all, not default.</summary>
    public bool IsSet { get; }

    /// <summary>Reads 6 bytes; false when there are not as many.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out HardwareAddress address)
    {
        address = bytes.Length == Length
            ? new HardwareAddress(((ulong)BinaryPrimitives.ReadUInt16BigEndian(bytes) << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]))
            : default;
        return address.IsSet;
    }

    /// <summary>The virtual router's own address: 00-00-5E-00-01-VRID for IPv4, 00-00-5E-00-02-VRID for IPv6 (RFC 9568 section 7.3).</summary>
    public static HardwareAddress OfVirtualRouter(IpFamily family, byte virtualRouterId) =>
        new(0x00_00_5E_00_00_00 | (family == IpFamily.V4 ? 0x01_00u : 0x02_00u) | virtualRouterId);

    /// <summary>Writes 6 bytes.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)(_bits >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(destination[2..], (uint)_bits);
    }

    /// <summary>The usual text form: 02:00:5e:00:01:33.</summary>
    public override string ToString()
    {
        ulong bits = _bits;
        return IsSet ? string.Join(':', Enumerable.Range(0, Length).Select(i => $"{(byte)(bits >> (40 - (8 * i))):x2}")) : "none";
    }
}
