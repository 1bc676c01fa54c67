using FsCheck;
using FsCheck.Fluent;
using HaDirector.Health;

namespace HaDirector.Tests.Health;

public class GrpcHealthMessageTests
{
    [Fact]
    public void Requests_are_framed()
    {
        Assert.Equal([0, 0, 0, 0, 0], GrpcHealthMessage.Request(""));
        Assert.Equal([0, 0, 0, 0, 6, 0x0A, 4, (byte)'s', (byte)'h', (byte)'o', (byte)'p'], GrpcHealthMessage.Request("shop"));
        byte[] longName = GrpcHealthMessage.Request(new string('x', 300)); // 300 is 0xAC 0x02 as a varint
        Assert.Equal([0, 0, 0, 0x01, 0x2F, 0x0A, 0xAC, 0x02, (byte)'x'], longName[..9]);
        Assert.Equal(5 + 303, longName.Length);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 8, 1 }, 1ul)]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 8, 2 }, 2ul)]
    [InlineData(new byte[] { 0, 0, 0, 0, 0 }, 0ul)]
    [InlineData(new byte[] { 0, 0, 0, 0, 3, 8, 0x81, 0x01 }, 129ul)]
    [InlineData(new byte[] { 0, 0, 0, 0, 4, 8, 2, 8, 1 }, 1ul)] // the last one counts
    [InlineData(new byte[] { 0, 0, 0, 0, 13, 0x12, 2, 1, 2, 0x1D, 1, 2, 3, 4, 8, 1, 0x20, 5 }, 1ul)] // fields of later versions
    [InlineData(new byte[] { 0, 0, 0, 0, 11, 0x21, 1, 2, 3, 4, 5, 6, 7, 8, 8, 1 }, 1ul)]
    public void A_status_is_read(byte[] framed, ulong status)
    {
        Assert.True(GrpcHealthMessage.TryReadStatus(framed, out ulong read));
        Assert.Equal(status, read);
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 2, 8, 1 })] // compressed
    [InlineData(new byte[] { 0, 0, 0, 0, 3, 8, 1 })] // shorter than it says
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 8, 1 })] // longer
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 8 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 8, 0x80 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 0x12, 5 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 0x0B, 1 })] // groups are not of proto3
    [InlineData(new byte[] { 0, 0, 0, 0, 11, 0x12, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1 })]
    public void What_is_no_message_is_refused(byte[] framed) => Assert.False(GrpcHealthMessage.TryReadStatus(framed, out _));

    [Fact]
    public void Any_bytes_give_an_answer() => Prop.ForAll<byte[]>(bytes =>
    {
        GrpcHealthMessage.TryReadStatus(bytes, out _);
        GrpcHealthMessage.TryReadStatus([0, 0, 0, 0, (byte)bytes.Length, .. bytes], out _);
    }).QuickCheckThrowOnFailure();
}
