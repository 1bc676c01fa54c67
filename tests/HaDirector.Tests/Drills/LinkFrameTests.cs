using FsCheck;
using FsCheck.Fluent;
using HaDirector.Drills;
using HaDirector.Model;

namespace HaDirector.Tests.Drills;

public class LinkFrameTests
{
    private static readonly MacAddress Asker = new(0x0268_6164_7201);
    private static readonly IpAddress Vip = IpAddress.Parse("192.0.2.80");

    [Fact]
    public void The_question_is_an_ARP_request_of_nobody_to_everybody()
    {
        byte[] frame = new byte[ArpQuestion.ByteCount];
        ArpQuestion.Write(frame, Asker, IpAddress.Parse("0.0.0.0"), Vip);
        Assert.Equal("FFFFFFFFFFFF026861647201" + "0806" + "0001080006040001" + "026861647201" + "00000000" + "000000000000" + "C0000250", Convert.ToHexString(frame));
        LinkFrame read = Read(frame);
        Assert.Equal((LinkFrameKind.ArpRequest, Asker, MacAddress.Broadcast, Vip), (read.Kind, read.Source, read.Destination, read.Target));
        Assert.False(read.IsGratuitousArp);
    }

    [Theory]
    [InlineData("0001", true)]
    [InlineData("0002", true)]
    public void An_announcement_is_known_in_both_forms(string operation, bool gratuitous)
    {
        LinkFrame read = Read(Convert.FromHexString($"FFFFFFFFFFFF52DCD0BB41640806000108000604{operation}52DCD0BB4164C0000250FFFFFFFFFFFFC0000250"));
        Assert.Equal(gratuitous, read.IsGratuitousArp);
        Assert.Equal("52:dc:d0:bb:41:64", read.Source.ToString());
    }

    [Fact]
    public void An_answer_is_told_from_an_announcement()
    {
        LinkFrame read = Read(Convert.FromHexString("02686164720152DCD0BB416408060001080006040002" + "52DCD0BB4164C0000250" + "02686164720100000000"));
        Assert.Equal((LinkFrameKind.ArpReply, Vip, Asker), (read.Kind, read.Sender, read.Destination));
        Assert.False(read.IsGratuitousArp);
    }

    [Fact]
    public void An_advert_shows_its_sender_and_priority_and_other_routers_are_left_out()
    {
        // IPv4 of 20 bytes, protocol 112, 192.0.2.11 to 224.0.0.18; VRRP version 3, router 51, priority 150, 1 address, 100 ms.
        byte[] frame = Convert.FromHexString("01005E00001252DCD0BB41640800" + "45C00020000100" + "00FF700000C000020BE0000012" + "3133960100" + "0A0000C0000250");
        LinkFrame read = Read(frame);
        Assert.Equal((LinkFrameKind.Advert, IpAddress.Parse("192.0.2.11"), 150u), (read.Kind, read.Sender, read.Number));
        Assert.False(LinkFrame.TryRead(frame, 52, out _));
        frame[14] = 0x46; // options: the message begins 4 bytes later, where it is none of ours
        Assert.False(LinkFrame.TryRead(frame, 51, out _));
    }

    [Fact]
    public void A_probe_shows_its_number_and_an_answer_is_not_one()
    {
        byte[] frame = ProbeFrame(new ProbeDatagram(7, 123456, 0));
        LinkFrame read = Read(frame);
        Assert.Equal((LinkFrameKind.Probe, 123456u, new MacAddress(0x52DC_D0BB_4164)), (read.Kind, read.Number, read.Destination));
        Assert.False(LinkFrame.TryRead(ProbeFrame(new ProbeDatagram(7, 123456, 2)), 51, out _));
    }

    [Fact]
    public void A_datagram_survives_the_wire() => Prop.ForAll<uint, uint, byte>((drill, sequence, server) =>
    {
        byte[] bytes = new byte[ProbeDatagram.ByteCount];
        var sent = new ProbeDatagram(drill, sequence, server);
        sent.Write(bytes);
        Assert.True(ProbeDatagram.TryRead(bytes, out ProbeDatagram read));
        Assert.Equal(sent, read);
        Assert.False(ProbeDatagram.TryRead(bytes.AsSpan(1), out _));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Hostile_frames_are_refused_not_thrown_at()
    {
        var random = new Random(1);
        byte[][] sound = [ProbeFrame(new ProbeDatagram(1, 2, 0)), Convert.FromHexString("FFFFFFFFFFFF52DCD0BB41640806000108000604000152DCD0BB4164C0000250FFFFFFFFFFFFC0000250")];
        for (int i = 0; i < 200_000; i++)
        {
            byte[] frame = [.. sound[random.Next(sound.Length)]];
            for (int flips = random.Next(4); flips > 0; flips--) frame[random.Next(frame.Length)] = (byte)random.Next(256);
            LinkFrame.TryRead(frame.AsSpan(0, random.Next(frame.Length + 1)), 51, out _);
        }
    }

    private static LinkFrame Read(ReadOnlySpan<byte> frame)
    {
        Assert.True(LinkFrame.TryRead(frame, 51, out LinkFrame read));
        return read;
    }

    private static byte[] ProbeFrame(ProbeDatagram probe)
    {
        byte[] datagram = new byte[ProbeDatagram.ByteCount];
        probe.Write(datagram);
        string head = "52DCD0BB416422A8A57144D20800" + "450000290001000040110000C000020AC0000250" + "9C401B5900150000";
        return [.. Convert.FromHexString(head), .. datagram];
    }
}
