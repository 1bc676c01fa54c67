using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Wire;

namespace HaDirector.Tests.Vrrp.Wire;

/// <summary>An advert on its way between two routers, of either version and family, for tests to spoil.</summary>
internal sealed record Sent(byte[] Message, IpAddress Source, IpAddress Destination, byte HopLimit = 255)
{
    public static readonly TimeSpan Now = TimeSpan.FromSeconds(1_763_840_000.75);

    /// <summary>Written by a new router of this spec.</summary>
    public static Sent By(VirtualRouterSpec spec, string from, byte? priority = null, string? to = null, TimeSpan? at = null) =>
        By(new VrrpInstance(spec), from, priority, to, at);

    /// <summary>Written by this router.</summary>
    public static Sent By(VrrpInstance router, string from, byte? priority = null, string? to = null, TimeSpan? at = null)
    {
        var source = IpAddress.Parse(from);
        IpAddress destination = to is null ? VrrpPacket.MulticastGroup(source.Family) : IpAddress.Parse(to);
        var buffer = new byte[VrrpPacket.MessageMax];
        int length = router.WriteAdvert(buffer, priority ?? router.Spec.Priority, source, destination, at ?? Now);
        return new(buffer[..length], source, destination);
    }

    /// <summary>What becomes of it at a router: parsed and admitted.</summary>
    public DropReason At(VrrpInstance router, TimeSpan? at = null) => At(router, out _, at);

    public DropReason At(VrrpInstance router, out AdvertRemarks remarks, TimeSpan? at = null)
    {
        remarks = default;
        var received = new ReceivedPacket(Message, Source, Destination, HopLimit);
        bool parsed = VrrpPacket.TryParse(received, out VrrpPacket packet, out DropReason reason);
        Assert.Equal(reason == DropReason.None, parsed);
        if (!parsed) return reason;
        bool admitted = router.Admits(packet, at ?? Now, out reason);
        Assert.Equal(reason == DropReason.None, admitted);
        if (admitted) remarks = router.RemarksOn(packet);
        return reason;
    }

    public DropReason At(VirtualRouterSpec spec, TimeSpan? at = null) => At(new VrrpInstance(spec), at);

    public Advert Advert
    {
        get
        {
            Assert.True(VrrpPacket.TryParse(new ReceivedPacket(Message, Source, Destination, HopLimit), out VrrpPacket packet, out _));
            return packet.Advert;
        }
    }

    /// <summary>A copy with one byte changed.</summary>
    public Sent With(int at, int value)
    {
        byte[] changed = [.. Message];
        changed[at] = (byte)value;
        return this with { Message = changed };
    }

    /// <summary>A copy whose checksum is right again, worked out here and not by the code under test: message only over IPv4, pseudo-header over IPv6.</summary>
    public Sent Mend(int? covered = null)
    {
        byte[] mended = [.. Message];
        mended[6] = mended[7] = 0;
        long sum = Words(mended.AsSpan(0, covered ?? mended.Length));
        if (!Source.IsV4)
        {
            var addresses = new byte[32];
            Source.Write(addresses);
            Destination.Write(addresses.AsSpan(16));
            sum += Words(addresses) + 112 + mended.Length;
        }

        while (sum > 0xFFFF) sum = (sum & 0xFFFF) + (sum >> 16);
        (mended[6], mended[7]) = ((byte)(~sum >> 8), (byte)~sum);
        return this with { Message = mended };
    }

    public string Hex => Convert.ToHexString(Message);

    public static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    private static long Words(ReadOnlySpan<byte> bytes)
    {
        long sum = 0;
        for (int i = 0; i < bytes.Length; i++) sum += i % 2 == 0 ? bytes[i] << 8 : bytes[i];
        return sum;
    }
}
