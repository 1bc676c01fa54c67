using System.Buffers.Binary;
using System.Security.Cryptography;
using HaDirector.Model;

namespace HaDirector.Vrrp.Wire;

/// <summary>
/// The HMAC-SHA256 trailer of draft-cassen-vrrp-auth-hmac as keepalived 2.4.2 and later speak it: signs what one router sends and judges
/// what it hears. Keeps the sequence sent and those heard. Never allocates.
/// </summary>
/// <remarks>
/// Behind the message: type 1, key id, 16 bits zero, a sequence of 64 bits (seconds, 1/65536 seconds, counter), the first 16 bytes of the HMAC. It covers
/// a pseudo-header of 20 bytes (4 or 6, version, router, zero, source), the message with checksum zero, and the trailer with HMAC zero.
/// </remarks>
internal sealed class HmacTrailer
{
    /// <summary>Bytes of the trailer.</summary>
    public const int Length = 28;

    /// <summary>Senders whose sequence is remembered; the one heard longest ago goes. Only who knows a key gets in.</summary>
    public const int SendersMax = 8;

    private const byte Sha256In128Bits = 1;
    private const int PseudoLength = 20;
    private const int ChecksumAt = 6;
    private const int UnsignedLength = 12; // of the trailer before the HMAC
    private const int HmacLength = 16;

    private readonly Sender[] _senders = new Sender[SendersMax];
    private ulong _sent;
    private uint _age;

    /// <summary>Why the last advert was not right, also when it is believed all the same.</summary>
    public DropReason Fault { get; private set; }

    /// <summary>Writes the trailer behind a message whose checksum is still zero.</summary>
    /// <param name="payload">The message and room for the trailer.</param>
    /// <param name="spec">Keys.</param>
    /// <param name="source">Source address of the packet.</param>
    /// <param name="unixTime">Wall time since 1970.</param>
    public void Sign(Span<byte> payload, HmacSpec spec, IpAddress source, TimeSpan unixTime)
    {
        Span<byte> trailer = payload[^Length..];
        trailer.Clear();
        trailer[0] = Sha256In128Bits;
        trailer[1] = spec.ActiveKey;
        BinaryPrimitives.WriteUInt64BigEndian(trailer[4..], _sent = NextAfter(_sent, SequenceOf(unixTime), spec.Window));
        // Without its key the HMAC stays zero, which nobody believes.
        if (KeyOf(spec, spec.ActiveKey) is { } key) Compute(key, payload[..^Length], trailer, source, trailer[UnsignedLength..]);
    }

    /// <summary>Judges the trailer of an advert that is right in all else.</summary>
    /// <returns>Why it must be dropped, or None.</returns>
    public DropReason Check(in VrrpPacket packet, HmacSpec? spec, TimeSpan unixTime)
    {
        Fault = spec is null || spec.Mode == HmacMode.Off ? DropReason.None : Judge(packet, spec, unixTime);
        return spec?.Mode == HmacMode.Enforce ? Fault : DropReason.None;
    }

    // The time before the HMAC, so that a flood of old adverts costs no HMAC each; the sequence after it, so that nobody moves it without a key.
    private DropReason Judge(in VrrpPacket packet, HmacSpec spec, TimeSpan unixTime)
    {
        ReadOnlySpan<byte> trailer = packet.Trailer;
        if (trailer.IsEmpty) return DropReason.HmacMissing;
        if (trailer.Length != Length || trailer[0] != Sha256In128Bits || trailer[2] != 0 || trailer[3] != 0) return DropReason.HmacMalformed;
        ulong sequence = BinaryPrimitives.ReadUInt64BigEndian(trailer[4..]);
        ulong now = SequenceOf(unixTime);
        if (!IsWithin(sequence, now, spec.Window)) return DropReason.HmacStale;
        if (KeyOf(spec, trailer[1]) is not { } key) return DropReason.HmacUnknownKey;
        Span<byte> right = stackalloc byte[HmacLength];
        Compute(key, packet.Message, trailer, packet.Advert.Sender, right);
        if (!CryptographicOperations.FixedTimeEquals(right, trailer[UnsignedLength..])) return DropReason.HmacWrong;
        return Grows(packet.Advert.Sender, sequence, now, spec.Window) ? DropReason.None : DropReason.HmacReplayed;
    }

    private bool Grows(IpAddress address, ulong sequence, ulong now, TimeSpan window)
    {
        int at = 0;
        for (int i = 0; i < SendersMax; i++)
        {
            if (_senders[i].Address == address)
            {
                at = i;
                break;
            }

            if (_senders[i].Age < _senders[at].Age) at = i;
        }

        ref Sender sender = ref _senders[at];
        // A mark outside the window orders nothing that could still pass; it stems from a clock that was put right.
        bool isKnown = sender.Address == address && IsWithin(sender.Sequence, now, window);
        if (isKnown && !IsAfter(sequence, sender.Sequence)) return false;
        sender = new(address, sequence, ++_age);
        return true;
    }

    private static void Compute(HmacKey key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> trailer, IpAddress source, Span<byte> hmac)
    {
        Span<byte> input = stackalloc byte[PseudoLength + message.Length + Length];
        input.Clear();
        input[0] = source.IsV4 ? (byte)4 : (byte)6;
        input[1] = (byte)(message[0] >> 4);
        input[2] = message[1];
        source.Write(input[4..]);
        message.CopyTo(input[PseudoLength..]);
        input.Slice(PseudoLength + ChecksumAt, 2).Clear();
        trailer[..UnsignedLength].CopyTo(input[(PseudoLength + message.Length)..]);
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.Secret.Span, input, whole);
        whole[..HmacLength].CopyTo(hmac);
    }

    private static HmacKey? KeyOf(HmacSpec spec, byte id)
    {
        for (int i = 0; i < spec.Keys.Count; i++)
        {
            if (spec.Keys[i].Id == id) return spec.Keys[i];
        }

        return null;
    }

    // A clock that was set back must not stop us; one that was far ahead and put right must not strand us outside everybody's window.
    private static ulong NextAfter(ulong sent, ulong now, TimeSpan window) => IsAfter(now, sent) || !IsWithin(sent, now, window) ? now : sent + 1;

    // Serial number arithmetic (RFC 1982): right also when the 32 bits of seconds run over.
    private static bool IsAfter(ulong a, ulong b) => (long)(a - b) > 0;

    private static bool IsWithin(ulong sequence, ulong now, TimeSpan window)
    {
        long difference = (long)(sequence - now);
        ulong distance = difference < 0 ? 0 - (ulong)difference : (ulong)difference;
        return distance <= SequenceOf(window);
    }

    private static ulong SequenceOf(TimeSpan time) =>
        ((ulong)(time.Ticks / TimeSpan.TicksPerSecond) << 32) | ((ulong)(time.Ticks % TimeSpan.TicksPerSecond * 0x1_0000 / TimeSpan.TicksPerSecond) << 16);

    private readonly record struct Sender(IpAddress Address, ulong Sequence, uint Age);
}
