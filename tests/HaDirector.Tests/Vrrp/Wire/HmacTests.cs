using HaDirector.Model;
using HaDirector.Tests.Vrrp.StateMachine;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Wire;

namespace HaDirector.Tests.Vrrp.Wire;

/// <summary>
/// The HMAC trailer. The first two vectors are those of the appendix of draft-cassen-vrrp-auth-hmac; all were worked out once more by another
/// program (Python's hmac over the published layout).
/// </summary>
public class HmacTests
{
    private const string Us = "192.0.2.11";
    private const string Peer = "192.0.2.12";
    private const int TrailerAt = 12; // behind a message with one IPv4 address

    private static readonly byte[] Counting = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly TimeSpan Appendix = TimeSpan.FromSeconds(0x68000000 + 0.5);
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    private static HmacSpec Keys(HmacMode mode = HmacMode.Enforce, byte active = 1, params HmacKey[] more) =>
        new(mode, [new HmacKey(1, Counting), .. more], active, TimeSpan.FromSeconds(5));

    private static VirtualRouterSpec Spec(HmacSpec? hmac = null, byte priority = 100) => Rig.Spec(priority) with { Hmac = hmac ?? Keys() };

    public static TheoryData<string, string, string, string, byte, string, double> Vectors() => new()
    {
        {
            "198.51.100.10", "224.0.0.18", "192.0.2.100/24", Convert.ToHexString(Counting), 1,
            "3133C80100644402C0000264 010100006800000080000000 1B84BC4E8E43892DC6D98448F8EE2265", Appendix.TotalSeconds
        },
        {
            "fe80::10", "fe80::20", "fe80::100/64", Convert.ToHexString(Counting), 1,
            "3133C8010064A2E9 FE800000000000000000000000000100 010100006800000080000000 C8C56146EBFD66EE10EC4D8186461B78", Appendix.TotalSeconds
        },
        {
            "198.51.100.10", "224.0.0.18", "192.0.2.100/24", Convert.ToHexString("a rotated secret"u8), 7,
            "3133C80100644402C0000264 0107000069221000C0000000 9E5F01A499E5B75DA56EE88AB7745446", 1_763_840_000.75
        },
    };

    [Theory, Trait("row", "SE-03")]
    [MemberData(nameof(Vectors))]
    public void The_golden_vectors(string from, string to, string address, string key, byte id, string bytes, double at)
    {
        VirtualRouterSpec spec = Rig.Spec(200, addresses: address, checksum: ChecksumForm.Rfc9568) with
        {
            Hmac = new(HmacMode.Enforce, [new HmacKey(id, Convert.FromHexString(key))], id, TimeSpan.FromSeconds(5)),
            Peers = to == "224.0.0.18" ? [] : [new UnicastPeer(IpAddress.Parse(from))],
        };
        Sent sent = Sent.By(spec, from, to: to, at: TimeSpan.FromSeconds(at));

        Assert.Equal(bytes.Replace(" ", "", StringComparison.Ordinal), sent.Hex);
        Assert.Equal(DropReason.None, sent.At(spec, TimeSpan.FromSeconds(at)));
    }

    [Fact, Trait("row", "SE-03")]
    public void Any_changed_byte_is_noticed_but_the_checksum_is_not_signed()
    {
        Sent good = Sent.By(Spec(), Peer);
        Assert.Equal(TrailerAt + HmacTrailer.Length, good.Message.Length);
        for (int at = 0; at < good.Message.Length; at++)
        {
            DropReason reason = good.With(at, good.Message[at] ^ 1).Mend(TrailerAt).At(Spec());
            if (at is 6 or 7) Assert.Equal(DropReason.None, reason); // mended, and no other than before
            else Assert.NotEqual(DropReason.None, reason);
        }

        // The sender may use either checksum: both say the same about the message.
        Assert.Equal(DropReason.None, good.Mend(TrailerAt).At(Spec()));
    }

    [Theory, Trait("row", "SE-03")]
    [InlineData(2, 99, DropReason.HmacWrong)]                    // priority
    [InlineData(5, 99, DropReason.HmacWrong)]                    // interval
    [InlineData(11, 99, DropReason.HmacWrong)]                   // address
    [InlineData(TrailerAt, 2, DropReason.HmacMalformed)]         // type
    [InlineData(TrailerAt + 1, 9, DropReason.HmacUnknownKey)]
    [InlineData(TrailerAt + 2, 1, DropReason.HmacMalformed)]     // reserved
    [InlineData(TrailerAt + 3, 1, DropReason.HmacMalformed)]
    [InlineData(TrailerAt + 4, 0, DropReason.HmacStale)]         // seconds
    [InlineData(TrailerAt + 11, 1, DropReason.HmacWrong)]        // counter
    [InlineData(TrailerAt + 12, 0, DropReason.HmacWrong)]        // the HMAC itself
    [InlineData(TrailerAt + 27, 0, DropReason.HmacWrong)]
    public void What_was_changed_decides_the_reason(int at, int value, DropReason reason) =>
        Assert.Equal(reason, Sent.By(Spec(), Peer).With(at, value).Mend(TrailerAt).At(Spec()));

    [Fact, Trait("row", "SE-03")]
    public void The_signature_belongs_to_the_sender_and_to_the_router()
    {
        Sent good = Sent.By(Spec(), Peer).Mend(TrailerAt);
        Assert.Equal(DropReason.HmacWrong, (good with { Source = IpAddress.Parse("192.0.2.13") }).At(Spec()));
        Assert.Equal(DropReason.HmacWrong, good.With(1, 52).Mend(TrailerAt).At(Rig.Spec(vrid: 52) with { Hmac = Keys() }));
        Assert.Equal(DropReason.HmacWrong, good.At(Spec(new(HmacMode.Enforce, [new HmacKey(1, Counting.AsMemory(1))], 1, TimeSpan.FromSeconds(5)))));
    }

    [Theory, Trait("row", "SE-03")]
    [InlineData(HmacMode.Enforce, DropReason.HmacMissing, AdvertRemarks.None)]
    [InlineData(HmacMode.Permissive, DropReason.None, AdvertRemarks.NotSigned)]
    [InlineData(HmacMode.Off, DropReason.None, AdvertRemarks.None)]
    public void What_comes_without(HmacMode mode, DropReason reason, AdvertRemarks remarks)
    {
        Assert.Equal(reason, Sent.By(Rig.Spec(150), Peer).At(new VrrpInstance(Spec(Keys(mode))), out AdvertRemarks found));
        Assert.Equal(remarks, found);
    }

    [Theory, Trait("row", "SE-03")]
    [InlineData(HmacMode.Enforce, DropReason.HmacWrong, AdvertRemarks.None)]
    [InlineData(HmacMode.Permissive, DropReason.None, AdvertRemarks.NotSigned)]
    [InlineData(HmacMode.Off, DropReason.None, AdvertRemarks.None)]
    public void What_is_wrong(HmacMode mode, DropReason reason, AdvertRemarks remarks)
    {
        var router = new VrrpInstance(Spec(Keys(mode)));
        Sent good = Sent.By(Spec(priority: 150), Peer);
        Assert.Equal(reason, good.With(TrailerAt + 27, good.Message[^1] ^ 1).At(router, out AdvertRemarks found));
        Assert.Equal(remarks, found);
        Assert.Equal(DropReason.None, good.At(router, out found));
        Assert.Equal(AdvertRemarks.None, found);
    }

    [Theory, Trait("row", "SE-03")]
    [InlineData(HmacMode.Enforce, 40)]
    [InlineData(HmacMode.Permissive, 40)]
    [InlineData(HmacMode.Off, 12)]
    public void What_is_sent(HmacMode mode, int length) => Assert.Equal(length, Sent.By(Spec(Keys(mode)), Us).Message.Length);

    [Fact, Trait("row", "SE-03")]
    public void Something_else_behind_the_message_is_no_trailer()
    {
        Sent good = Sent.By(Spec(), Peer);
        Assert.Equal(DropReason.HmacMalformed, (good with { Message = good.Message[..^1] }).At(Spec()));
        Assert.Equal(DropReason.HmacMalformed, (good with { Message = [.. good.Message, 0] }).At(Spec()));
        Assert.Equal(DropReason.HmacMissing, (good with { Message = good.Message[..TrailerAt] }).At(Spec()));
    }

    [Fact, Trait("row", "SE-03")]
    public void Heard_twice_is_believed_once()
    {
        var router = new VrrpInstance(Spec());
        var peer = new VrrpInstance(Spec());
        Sent first = Sent.By(peer, Peer), second = Sent.By(peer, Peer), third = Sent.By(peer, Peer, at: Sent.Now + Millisecond);

        Assert.Equal(DropReason.None, first.At(router));
        Assert.Equal(DropReason.HmacReplayed, first.At(router));
        Assert.Equal(DropReason.None, third.At(router));
        Assert.Equal(DropReason.HmacReplayed, second.At(router));
        Assert.Equal(DropReason.None, second.At(new VrrpInstance(Spec()))); // each receiver for itself
    }

    [Fact, Trait("row", "SE-03")]
    public void Each_advert_has_a_sequence_of_its_own_even_when_the_clock_stands_or_goes_back()
    {
        var peer = new VrrpInstance(Spec());
        var router = new VrrpInstance(Spec());
        foreach (double seconds in new[] { 0, 0, -1, -4, 0, 0.5, 0.5 })
            Assert.Equal(DropReason.None, Sent.By(peer, Peer, at: Sent.Now + TimeSpan.FromSeconds(seconds)).At(router));
    }

    [Fact, Trait("row", "SE-03")]
    public void A_clock_that_was_far_ahead_and_is_put_right_strands_nobody()
    {
        var peer = new VrrpInstance(Spec());
        var router = new VrrpInstance(Spec());
        TimeSpan ahead = Sent.Now + TimeSpan.FromHours(1);
        Assert.Equal(DropReason.None, Sent.By(peer, Peer, at: ahead).At(router, ahead)); // both were ahead
        Assert.Equal(DropReason.None, Sent.By(peer, Peer).At(router));
        Assert.Equal(DropReason.HmacStale, Sent.By(peer, Peer, at: ahead).At(router));
    }

    [Theory, Trait("row", "SE-03")]
    [InlineData(5, DropReason.None)]
    [InlineData(-5, DropReason.None)]
    [InlineData(5.001, DropReason.HmacStale)]
    [InlineData(-5.001, DropReason.HmacStale)]
    [InlineData(1e9, DropReason.HmacStale)]
    public void The_window(double secondsLater, DropReason reason) =>
        Assert.Equal(reason, Sent.By(Spec(), Peer).At(Spec(), Sent.Now + TimeSpan.FromSeconds(secondsLater)));

    [Fact, Trait("row", "SE-03")]
    public void The_end_of_the_32_bits_of_seconds_is_no_end()
    {
        var peer = new VrrpInstance(Spec());
        var router = new VrrpInstance(Spec());
        for (double seconds = 0x1_0000_0000 - 3; seconds < 0x1_0000_0000 + 3.0; seconds += 0.5)
        {
            var at = TimeSpan.FromSeconds(seconds);
            Assert.Equal(DropReason.None, Sent.By(peer, Peer, at: at).At(router, at));
        }

        // And so is the end of the positive half, for one who starts there.
        var late = TimeSpan.FromSeconds(0x8000_0000 + 5.0);
        Assert.Equal(DropReason.None, Sent.By(Spec(), Peer, at: late).At(Spec(), late));
    }

    [Fact, Trait("row", "SE-03")]
    public void Keys_are_changed_without_a_lost_advert()
    {
        var second = new HmacKey(2, Counting.AsMemory(0, 16));
        (Rig us, Rig peer) = (new(Spec()), new(Spec()));
        TimeSpan at = Sent.Now;
        foreach (HmacSpec next in new[] { Keys(HmacMode.Enforce, 1, second), Keys(HmacMode.Enforce, 2, second), new(HmacMode.Enforce, [second], 2, TimeSpan.FromSeconds(5)) })
        {
            foreach (Rig rig in new[] { us, peer })
            {
                rig.Adopt(Spec(next));
                at += Millisecond;
                Assert.Equal(DropReason.None, Sent.By(peer.Instance, Peer, at: at).At(us.Instance, at));
            }
        }

        Assert.Equal(DropReason.HmacUnknownKey, Sent.By(Spec(), Peer).At(us.Instance));
    }

    [Fact, Trait("row", "SE-03")]
    public void A_reload_does_not_forget_what_was_heard()
    {
        Rig rig = new(Spec());
        Sent sent = Sent.By(Spec(), Peer);
        Assert.Equal(DropReason.None, sent.At(rig.Instance));
        rig.Adopt(Spec(priority: 101));

        Assert.Equal(DropReason.HmacReplayed, sent.At(rig.Instance));
    }

    [Fact, Trait("row", "SE-03")]
    public void Senders_have_sequences_of_their_own_and_the_one_heard_longest_ago_goes()
    {
        var router = new VrrpInstance(Spec());
        Sent[] sent = [.. Enumerable.Range(20, HmacTrailer.SendersMax + 1).Select(i => Sent.By(Spec(), $"192.0.2.{i}"))];
        foreach (Sent each in sent) Assert.Equal(DropReason.None, each.At(router));
        foreach (Sent each in sent[1..]) Assert.Equal(DropReason.HmacReplayed, each.At(router));
        Assert.Equal(DropReason.None, sent[0].At(router));
    }

    [Fact, Trait("row", "SE-03"), Trait("row", "RX-20")]
    public void Who_has_no_key_does_not_move_the_sequence()
    {
        var router = new VrrpInstance(Spec());
        Sent later = Sent.By(Spec(), Peer, at: Sent.Now + TimeSpan.FromSeconds(4));
        Assert.Equal(DropReason.HmacWrong, later.With(TrailerAt + 27, later.Message[^1] ^ 1).At(router));
        Assert.Equal(DropReason.None, Sent.By(Spec(), Peer).At(router));
    }

    [Fact]
    public void An_active_key_that_is_not_there_signs_nothing_that_is_believed()
    {
        Sent unsigned = Sent.By(Spec(Keys(active: 9)), Peer);
        Assert.All(unsigned.Message[^16..], b => Assert.Equal(0, b));
        Assert.Equal(DropReason.HmacUnknownKey, unsigned.At(Spec()));
    }

    [Fact]
    public void A_buffer_without_room_for_the_trailer_is_not_written_over()
    {
        for (int size = 0; size < 40; size++)
            Assert.Equal(0, new VrrpInstance(Spec()).WriteAdvert(new byte[size], 100, IpAddress.Parse(Us), VrrpPacket.MulticastGroup(IpFamily.V4), Sent.Now));
    }

    [Fact]
    public void Signing_and_checking_allocate_nothing()
    {
        (VrrpInstance peer, VrrpInstance router) = (new(Spec()), new(Spec()));
        var buffer = new byte[VrrpPacket.MessageMax];
        var group = VrrpPacket.MulticastGroup(IpFamily.V4);
        var source = IpAddress.Parse(Peer);
        int admitted = Talk(100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        admitted += Talk(10_000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allocation.Noise);
        Assert.Equal(10_100, admitted);

        int Talk(int times)
        {
            int heard = 0;
            for (int i = 0; i < times; i++)
            {
                int length = peer.WriteAdvert(buffer, 100, source, group, Sent.Now);
                if (VrrpPacket.TryParse(new ReceivedPacket(buffer.AsSpan(0, length), source, group, 255), out VrrpPacket packet, out _)
                    && router.Admits(packet, Sent.Now, out _)) heard++;
            }

            return heard;
        }
    }
}
