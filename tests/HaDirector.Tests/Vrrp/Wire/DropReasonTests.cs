using HaDirector.Vrrp;
using HaDirector.Vrrp.Wire;

namespace HaDirector.Tests.Vrrp.Wire;

public class DropReasonTests
{
    [Theory, Trait("row", "RX-01"), Trait("row", "SE-01")]
    [InlineData(254)]
    [InlineData(64)]
    [InlineData(1)]
    [InlineData(0)]
    public void A_forwarded_packet(int ttl)
    {
        byte[] packet = Packets.With(Packets.Good(), 8, ttl);
        Assert.Equal(DropReason.TimeToLive, Packets.Reason(packet));

        // Before anything else, however wrong the rest is.
        packet.AsSpan(9, 7).Fill(0xFF);
        packet.AsSpan(Packets.Header).Fill(0xFF);
        Assert.Equal(DropReason.TimeToLive, Packets.Reason(packet));
    }

    [Theory]
    [InlineData(9, 17)]
    [InlineData(9, 113)]
    [InlineData(0, 0x65)]
    public void Another_protocol(int at, int value) => Assert.Equal(DropReason.NotVrrp, Packets.Reason(Packets.With(Packets.Good(), at, value)));

    [Theory]
    [InlineData(16, 239)]
    [InlineData(19, 1)]
    public void Another_destination(int at, int value) => Assert.Equal(DropReason.Destination, Packets.Reason(Packets.With(Packets.Good(), at, value)));

    [Fact, Trait("row", "RX-03")]
    public void Another_version_names_its_router()
    {
        for (int version = 0; version < 16; version++)
        {
            byte[] packet = Packets.Mend(Packets.With(Packets.Good(), Packets.Header, (version << 4) | 1));
            bool parsed = VrrpPacket.TryParse(packet, out VrrpPacket dropped, out DropReason reason);

            // What claims to be version 2 is read as such: its authentication data is missing.
            Assert.Equal(version == 3, parsed);
            Assert.Equal(version switch { 3 => DropReason.None, 2 => DropReason.Truncated, _ => DropReason.Version }, reason);
            Assert.Equal(51, dropped.Advert.VirtualRouterId);
            Assert.Equal(Packets.Source, dropped.Advert.Sender);
        }
    }

    [Fact, Trait("row", "RX-04")]
    public void Another_type()
    {
        for (int type = 0; type < 16; type++)
        {
            byte[] packet = Packets.Mend(Packets.With(Packets.Good(), Packets.Header, 0x30 | type));
            Assert.Equal(type == 1 ? DropReason.None : DropReason.Type, Packets.Reason(packet));
        }
    }

    [Fact, Trait("row", "RX-13")]
    public void No_address() => Assert.Equal(DropReason.NoAddress, Packets.Reason(Packets.Mend(Packets.With(Packets.Good(), Packets.Header + 3, 0))));

    [Fact, Trait("row", "RX-05")]
    public void More_addresses_than_bytes()
    {
        for (int count = 3; count < 256; count++)
            Assert.Equal(DropReason.Truncated, Packets.Reason(Packets.Mend(Packets.With(Packets.Good(), Packets.Header + 3, count))));
    }

    [Fact, Trait("row", "RX-05")]
    public void Every_truncation()
    {
        byte[] whole = Packets.Good();
        for (int length = 0; length < whole.Length; length++)
        {
            byte[] cut = whole[..length];
            Assert.Equal(DropReason.Truncated, Packets.Reason(cut));

            // Cut by the sender: the header's own length is right, and there is just too little, whatever the buffer holds behind it.
            if (length < Packets.Header) continue;
            Assert.Equal(DropReason.Truncated, Packets.Reason(Packets.With(cut, 3, length)));
            Assert.Equal(DropReason.Truncated, Packets.Reason(Packets.With(Packets.Good(), 3, length)));
        }
    }

    [Theory, Trait("row", "RX-05")]
    [InlineData(0, 0x44)] // Header shorter than a header.
    [InlineData(0, 0x40)]
    [InlineData(0, 0x4F)] // Header longer than the packet.
    [InlineData(3, 19)]   // Packet shorter than its header.
    [InlineData(3, 37)]   // Packet longer than what came.
    [InlineData(2, 0xFF)]
    public void Lengths_that_contradict_each_other(int at, int value) =>
        Assert.Equal(DropReason.Truncated, Packets.Reason(Packets.With(Packets.Good(), at, value)));

    [Theory, Trait("row", "RX-14")]
    [InlineData(0x00)]
    [InlineData(0xF0)] // Only reserved bits.
    public void Interval_zero(int upper)
    {
        byte[] packet = Packets.With(Packets.With(Packets.Good(), Packets.Header + 4, upper), Packets.Header + 5, 0);
        Assert.Equal(DropReason.Interval, Packets.Reason(Packets.Mend(packet)));
    }

    [Theory, Trait("row", "RX-06")]
    [InlineData(ChecksumForm.Rfc5798)]
    [InlineData(ChecksumForm.Rfc9568)]
    public void One_flipped_bit_anywhere_in_the_message(ChecksumForm form)
    {
        byte[] packet = Packets.Good(form);
        for (int bit = Packets.Header * 8; bit < packet.Length * 8; bit++)
        {
            packet[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(DropReason.None, Packets.Reason(packet));
            packet[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal(DropReason.None, Packets.Reason(packet));
    }

    [Fact, Trait("row", "RX-06")]
    public void One_flipped_bit_in_the_source_of_the_header()
    {
        byte[] packet = Packets.Good(ChecksumForm.Rfc5798);
        for (int bit = 12 * 8; bit < 16 * 8; bit++)
        {
            packet[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(DropReason.Checksum, Packets.Reason(packet));
            packet[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact, Trait("row", "RX-17")]
    public void Reserved_bits_are_ignored()
    {
        for (int reserved = 0; reserved < 16; reserved++)
        {
            byte[] packet = Packets.Mend(Packets.With(Packets.Good(), Packets.Header + 4, reserved << 4));
            Assert.True(VrrpPacket.TryParse(packet, out VrrpPacket parsed, out _));
            Assert.Equal(10, parsed.Advert.Interval.Value);
        }
    }

    [Fact]
    public void What_follows_the_message_is_ignored()
    {
        byte[] message = Packets.Good()[Packets.Header..];
        Assert.Equal(DropReason.None, Packets.Reason(Packets.Wrap([.. message, 1, 2, 3])));
        Assert.Equal(DropReason.None, Packets.Reason([.. Packets.Wrap(message), 1, 2, 3]));
    }

    [Fact]
    public void Options_of_the_header_are_skipped()
    {
        byte[] plain = Packets.Good();
        byte[] packet = [.. plain[..Packets.Header], 0x94, 4, 0, 0, .. plain[Packets.Header..]];
        packet[0] = 0x46;
        packet[3] += 4;
        Assert.Equal(DropReason.None, Packets.Reason(packet));
    }

    [Fact, Trait("row", "CM-05")]
    public void Every_reason_has_a_label_of_its_own()
    {
        DropReason[] all = Enum.GetValues<DropReason>();
        Assert.Equal(DropReasons.Count, all.Length);
        Assert.Equal(all.Length, all.Select(r => r.Label()).Distinct().Count());
        Assert.All(all, r => Assert.Matches("^[a-z_]+$", r.Label()));
        Assert.DoesNotContain("unknown", all.Select(r => r.Label()));
    }

    [Fact, Trait("row", "RX-21")]
    public void Drops_are_counted_each_time_and_by_reason()
    {
        var drops = new DropCounters();
        foreach (DropReason reason in Enum.GetValues<DropReason>())
        {
            for (int i = 0; i < (int)reason; i++) drops.Add(reason);
        }

        drops.Add(DropReason.None);
        drops.Add((DropReason)200);
        Assert.All(Enum.GetValues<DropReason>(), reason => Assert.Equal((int)reason, drops[reason]));
        Assert.Equal(Enumerable.Range(0, DropReasons.Count).Sum(), drops.Total);
        Assert.Equal(0, drops[(DropReason)200]);
    }
}
