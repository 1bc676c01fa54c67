using HaDirector.Link;
using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.Tests.Link;

public class LinkMessageTests
{
    [Fact]
    public void Every_field_comes_back_and_none_disturbs_another()
    {
        var read = new LinkMessage(Filled());

        Assert.Equal(LinkMessageKind.RouterStatus, read.Kind);
        Assert.Equal(VrrpState.Master, read.State);
        Assert.Equal(51, read.VirtualRouterId);
        Assert.Equal(150, read.Priority);
        Assert.Equal(0x05, read.Flags);
        Assert.Equal(24, read.PrefixLength);
        Assert.Equal((byte)TransitionReason.Outranked, read.Code);
        Assert.Equal(200, read.MasterPriority);
        Assert.Equal(0xFEDCBA98, read.Epoch);
        Assert.Equal(0x80000001, read.Count);
        Assert.Equal(77u, read.Index);
        Assert.Equal(4095u, read.IntervalCentiseconds);
        Assert.Equal(IpAddress.Parse("2001:db8:1:2:3:4:5:6"), read.Address);
        Assert.Equal(new Instant(0x0102030405060708), read.At);
        Assert.Equal(Instant.Never, read.Deadline);
        for (int i = 0; i < 8; i++) Assert.Equal(long.MinValue + i, read[i]);
        Assert.Equal("a-name-of-thirty-one-characters", read.Name);
        Assert.Equal("fifteen-chars-x", read.Interface);
    }

    [Fact]
    public void The_places_of_the_bytes_are_part_of_the_contract()
    {
        byte[] bytes = Filled();

        Assert.Equal(192, LinkMessage.Size);
        Assert.Equal("21023396051805C8", Convert.ToHexString(bytes, 0, 8));
        Assert.Equal("98BADCFE010000804D000000FF0F0000", Convert.ToHexString(bytes, 8, 16));
        Assert.Equal(10, bytes[24]);
        Assert.Equal("20010DB8000100020003000400050006", Convert.ToHexString(bytes, 32, 16));
        Assert.Equal("0807060504030201FFFFFFFFFFFFFF7F", Convert.ToHexString(bytes, 48, 16));
    }

    [Theory]
    [InlineData("192.0.2.80")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("fe80::1")]
    public void Addresses_of_both_families(string text)
    {
        var message = new LinkMessage(new byte[LinkMessage.Size]) { Address = IpAddress.Parse(text) };
        Assert.Equal(IpAddress.Parse(text), message.Address);
    }

    [Fact]
    public void An_address_can_be_taken_back()
    {
        var message = new LinkMessage(new byte[LinkMessage.Size]) { Address = IpAddress.Parse("192.0.2.80") };
        Assert.True(message.Address.IsSet);
        message.Address = default;
        Assert.False(message.Address.IsSet);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("web", "web")]
    [InlineData("a-name-of-thirty-one-characters", "a-name-of-thirty-one-characters")]
    [InlineData("a-name-of-thirty-two-characters!", "a-name-of-thirty-two-characters")]
    [InlineData("wéb", "w?b")]
    public void Names_are_ascii_and_cut_to_their_field(string written, string read)
    {
        var bytes = new byte[LinkMessage.Size];
        Array.Fill(bytes, (byte)0xEE);
        var message = new LinkMessage(bytes) { Name = written };

        Assert.Equal(read, message.Name);
        Assert.Equal(0xEE, bytes[127]);
        Assert.Equal(0xEE, bytes[160]);
    }

    [Fact]
    public void A_shorter_name_leaves_nothing_of_a_longer_one()
    {
        var message = new LinkMessage(new byte[LinkMessage.Size]) { Name = "long-name", Interface = "long-interface" };
        message.Name = "x";
        message.Interface = "y";

        Assert.Equal("x", message.Name);
        Assert.Equal("y", message.Interface);
    }

    [Fact]
    public void Clear_makes_every_field_zero()
    {
        byte[] bytes = Filled();
        new LinkMessage(bytes).Clear();
        Assert.All(bytes, b => Assert.Equal(0, b));
    }

    [Fact]
    public void Random_bytes_are_read_without_a_complaint()
    {
        var random = new Random(2);
        byte[] bytes = new byte[LinkMessage.Size], copy = new byte[LinkMessage.Size];
        for (int i = 0; i < 100_000; i++)
        {
            random.NextBytes(bytes);
            bytes[24] = (i % 3) switch { 0 => (byte)IpFamily.V4, 1 => (byte)IpFamily.V6, _ => bytes[24] };
            CopyNumbers(bytes, copy);
            var message = new LinkMessage(bytes);
            Assert.InRange(message.Name.Length, 0, 32);
            Assert.InRange(message.Interface.Length, 0, 16);
        }
    }

    [Fact]
    public void Reading_and_writing_numbers_allocates_nothing()
    {
        byte[] from = Filled(), to = new byte[LinkMessage.Size];
        CopyNumbers(from, to);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10_000; i++) CopyNumbers(from, to);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allocation.Noise);
        Assert.Equal(from[..128], to[..128]);
    }

    private static byte[] Filled()
    {
        var bytes = new byte[LinkMessage.Size];
        var message = new LinkMessage(bytes)
        {
            Kind = LinkMessageKind.RouterStatus,
            State = VrrpState.Master,
            VirtualRouterId = 51,
            Priority = 150,
            Flags = 0x05,
            PrefixLength = 24,
            Code = (byte)TransitionReason.Outranked,
            MasterPriority = 200,
            Epoch = 0xFEDCBA98,
            Count = 0x80000001,
            Index = 77,
            IntervalCentiseconds = 4095,
            Address = IpAddress.Parse("2001:db8:1:2:3:4:5:6"),
            At = new Instant(0x0102030405060708),
            Deadline = Instant.Never,
            Name = "a-name-of-thirty-one-characters",
            Interface = "fifteen-chars-x",
        };
        for (int i = 0; i < 8; i++) message[i] = long.MinValue + i;
        return bytes;
    }

    private static void CopyNumbers(byte[] from, byte[] to)
    {
        LinkMessage read = new(from), write = new(to);
        write.Kind = read.Kind;
        write.State = read.State;
        write.VirtualRouterId = read.VirtualRouterId;
        write.Priority = read.Priority;
        write.Flags = read.Flags;
        write.PrefixLength = read.PrefixLength;
        write.Code = read.Code;
        write.MasterPriority = read.MasterPriority;
        write.Epoch = read.Epoch;
        write.Count = read.Count;
        write.Index = read.Index;
        write.IntervalCentiseconds = read.IntervalCentiseconds;
        write.Address = read.Address;
        write.At = read.At;
        write.Deadline = read.Deadline;
        for (int i = 0; i < 8; i++) write[i] = read[i];
    }
}
