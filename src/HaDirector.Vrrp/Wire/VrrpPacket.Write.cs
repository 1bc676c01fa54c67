using System.Buffers.Binary;
using HaDirector.Model;

namespace HaDirector.Vrrp.Wire;

/// <content>Writing messages; the IP header is the kernel's.</content>
public readonly ref partial struct VrrpPacket
{
    private const int CentisecondsPerSecond = 100;
    private const byte SimpleText = 1;

    /// <summary>Writes the message of a router, without HMAC trailer, to be sent to the multicast group. <see cref="VrrpInstance.WriteAdvert"/> does it all.</summary>
    /// <param name="buffer">Where to; <see cref="MessageMax"/> bytes are always enough.</param>
    /// <param name="spec">Version, router, interval, addresses, password and checksum form.</param>
    /// <param name="priority">Priority to advertise; 0 resigns.</param>
    /// <param name="source">Source address of the packet.</param>
    /// <returns>Bytes written; 0 when the buffer is too small.</returns>
    public static int Write(Span<byte> buffer, VirtualRouterSpec spec, byte priority, IpAddress source)
    {
        int length = WriteFields(buffer, spec, priority);
        if (length > 0) WriteChecksum(buffer[..length], length, spec.Version, source, MulticastGroup(source.Family), spec.Checksum);
        return length;
    }

    /// <summary>All but the checksum, which is left zero. Addresses that are not of the router's family are left out.</summary>
    internal static int WriteFields(Span<byte> buffer, VirtualRouterSpec spec, byte priority)
    {
        if (buffer.Length < FixedLength) return 0;
        IpFamily family = spec.Family;
        int length = FixedLength;
        int count = 0;
        for (int i = 0; i < spec.Addresses.Count; i++)
        {
            IpAddress address = spec.Addresses[i].Address;
            if (address.Family != family) continue;
            if (buffer.Length < length + address.ByteCount) return 0;
            address.Write(buffer[length..]);
            length += address.ByteCount;
            count++;
        }

        buffer[0] = (byte)((spec.Version << 4) | 1); // type 1 is the only one
        buffer[1] = spec.VirtualRouterId;
        buffer[2] = priority;
        buffer[3] = (byte)count;
        // The upper four bits are reserved and zero (RFC 9568 section 5.2.6).
        BinaryPrimitives.WriteUInt16BigEndian(buffer[4..], (ushort)(spec.AdvertInterval.Value & 0xFFF));
        BinaryPrimitives.WriteUInt16BigEndian(buffer[6..], 0);
        return spec.Version == 2 ? WriteVersion2(buffer, spec, length) : length;
    }

    /// <summary>Writes the checksum of a message.</summary>
    /// <param name="payload">The message and what follows it, with checksum zero.</param>
    /// <param name="length">Bytes of the message alone.</param>
    /// <param name="version">2 or 3.</param>
    /// <param name="source">Source address of the packet.</param>
    /// <param name="destination">Destination address of the packet.</param>
    /// <param name="form">What it covers in version 3 over IPv4; anything but Rfc9568 includes the pseudo-header.</param>
    internal static void WriteChecksum(Span<byte> payload, int length, byte version, IpAddress source, IpAddress destination, ChecksumForm form)
    {
        ReadOnlySpan<byte> covered = source.IsV4 ? payload[..length] : payload;
        uint sum = InternetChecksum.Sum(covered);
        if (version == 3 && !(source.IsV4 && form == ChecksumForm.Rfc9568)) sum += InternetChecksum.PseudoHeaderSum(source, destination, covered.Length);
        BinaryPrimitives.WriteUInt16BigEndian(payload[6..], (ushort)~InternetChecksum.Fold(sum));
    }

    // RFC 3768 sections 5.3.6 to 5.3.10.
    private static int WriteVersion2(Span<byte> buffer, VirtualRouterSpec spec, int length)
    {
        if (buffer.Length < length + AuthenticationLength) return 0;
        buffer[4] = spec.Password is null ? (byte)0 : SimpleText;
        buffer[5] = (byte)(spec.AdvertInterval.Value / CentisecondsPerSecond);
        for (int i = 0; i < AuthenticationLength; i++) buffer[length + i] = PasswordByte(spec.Password, i);
        return length + AuthenticationLength;
    }

    /// <summary>A byte of the authentication data; a short password is filled up with zeros.</summary>
    private static byte PasswordByte(string? password, int index) => password is not null && index < password.Length ? (byte)password[index] : (byte)0;

    /// <summary>Whether the authentication of a version 2 message is what the spec wants (RFC 3768 section 7.1). Without a password the data is not looked at.</summary>
    internal DropReason CheckAuthentication(VirtualRouterSpec spec)
    {
        if (AuthenticationType != (spec.Password is null ? 0 : SimpleText)) return DropReason.AuthenticationType;
        int difference = 0;
        for (int i = 0; spec.Password is not null && i < AuthenticationLength; i++) difference |= Authentication[i] ^ PasswordByte(spec.Password, i);
        return difference == 0 ? DropReason.None : DropReason.Password;
    }
}
