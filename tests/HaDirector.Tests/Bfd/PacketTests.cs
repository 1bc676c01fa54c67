using HaDirector.Bfd;
using HaDirector.Bfd.Wire;

namespace HaDirector.Tests.Bfd;

/// <summary>RFC 5880 sections 4.1 and 6.8.6.</summary>
public class PacketTests
{
    // Version 1, detection time expired; Up and poll; multiplier 3; 24 bytes; discriminators; 10 ms, 20 ms, no echo.
    private static readonly byte[] Golden = Convert.FromHexString("21e003180000000700000009000027100000" + "4e2000000000");

    [Fact]
    public void A_packet_is_written_as_the_standard_draws_it()
    {
        byte[] bytes = new byte[BfdPacket.Size];
        new BfdPacket
        {
            State = BfdState.Up,
            Diagnostic = BfdDiagnostic.DetectionTimeExpired,
            Poll = true,
            Multiplier = 3,
            MyDiscriminator = 7,
            YourDiscriminator = 9,
            DesiredTransmit = 10_000,
            RequiredReceive = 20_000,
        }.Write(bytes);
        Assert.Equal(Golden, bytes);
    }

    [Fact]
    public void What_was_written_is_read()
    {
        Assert.True(BfdPacket.TryParse(Golden, out BfdPacket packet, out BfdDropReason reason));
        Assert.Equal(BfdDropReason.None, reason);
        Assert.Equal(
            (BfdState.Up, BfdDiagnostic.DetectionTimeExpired, true, false, false, (byte)3, 7u, 9u, 10_000u, 20_000u),
            (packet.State, packet.Diagnostic, packet.Poll, packet.Final, packet.Demand, packet.Multiplier, packet.MyDiscriminator, packet.YourDiscriminator,
                packet.DesiredTransmit, packet.RequiredReceive));
    }

    [Theory]
    [InlineData(0, 0x01, BfdDropReason.Version)]
    [InlineData(0, 0x41, BfdDropReason.Version)]
    [InlineData(3, 23, BfdDropReason.Length)]
    [InlineData(3, 25, BfdDropReason.Length)]
    [InlineData(2, 0, BfdDropReason.MultiplierZero)]
    [InlineData(1, 0xE1, BfdDropReason.Multipoint)]
    [InlineData(7, 0, BfdDropReason.MyDiscriminatorZero)]
    [InlineData(11, 0, BfdDropReason.YourDiscriminatorZero)]
    [InlineData(1, 0xE4, BfdDropReason.Authenticated)]
    public void One_wrong_byte_is_a_reason(int at, byte value, BfdDropReason expected)
    {
        byte[] bytes = [.. Golden];
        bytes[at] = value;
        Assert.False(BfdPacket.TryParse(bytes, out _, out BfdDropReason reason));
        Assert.Equal(expected, reason);
    }

    [Theory]
    [InlineData(0x00)] // AdminDown
    [InlineData(0x40)] // Down
    public void A_session_that_is_down_need_not_know_the_other_end(byte flags)
    {
        byte[] bytes = [.. Golden];
        (bytes[1], bytes[11]) = (flags, 0);
        Assert.True(BfdPacket.TryParse(bytes, out _, out _));
    }

    [Fact]
    public void Every_truncation_is_dropped_and_what_follows_is_ignored()
    {
        for (int length = 0; length < Golden.Length; length++)
            Assert.False(BfdPacket.TryParse(Golden.AsSpan(0, length), out _, out _));
        Assert.True(BfdPacket.TryParse([.. Golden, 1, 2, 3], out _, out _));
    }

    [Fact]
    public void Every_reason_and_word_has_a_label_of_its_own()
    {
        BfdDropReason[] all = Enum.GetValues<BfdDropReason>();
        Assert.Equal(BfdDropReasons.Count, all.Length);
        Assert.Equal(all.Length, all.Select(reason => reason.Label()).Distinct().Count());
        Assert.All(all, reason => Assert.Matches("^[a-z_]+$", reason.Label()));
        Assert.DoesNotContain("unknown", all.Select(reason => reason.Label()));
        Assert.DoesNotContain("unknown", Enum.GetValues<BfdState>().Select(state => state.Label()));
        Assert.DoesNotContain("unknown", Enum.GetValues<BfdDiagnostic>().Select(diagnostic => diagnostic.Label()));
    }
}
