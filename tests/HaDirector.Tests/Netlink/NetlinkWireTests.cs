using System.Buffers.Binary;
using System.Runtime.InteropServices;
using HaDirector.Model;
using HaDirector.Netlink;

namespace HaDirector.Tests.Netlink;

public sealed class NetlinkWireTests
{
    [Fact]
    public void Message_with_nest_has_the_exact_bytes_of_the_kernel_headers()
    {
        Span<byte> buffer = stackalloc byte[64];
        buffer.Fill(0xEE);
        NetlinkWriter writer = new(buffer);
        int message = writer.BeginMessage(0x1C, MessageFlags.Ack, 7);
        int nest = writer.BeginNest(1);
        writer.UInt16BigEndian(4, 80);
        writer.Text(6, "rr");
        writer.EndNest(nest);
        writer.EndMessage(message);

        byte[] expected =
        [
            36, 0, 0, 0, 0x1C, 0, 5, 0, 7, 0, 0, 0, 0, 0, 0, 0, // nlmsghdr: length, type, REQUEST|ACK, sequence, port
            20, 0, 0x01, 0x80, // nest 1
            6, 0, 4, 0, 0, 80, 0, 0, // port, padded with zeroes
            7, 0, 6, 0, (byte)'r', (byte)'r', 0, 0,
        ];
        Assert.Equal(expected, writer.Written.ToArray());
        Assert.Equal(64 - 36, writer.Remaining);
    }

    [Fact]
    public void Every_value_reads_back_as_it_was_written()
    {
        Span<byte> buffer = stackalloc byte[256];
        NetlinkWriter writer = new(buffer);
        writer.UInt8(1, 200);
        writer.UInt16(2, 0xABCD);
        writer.UInt16BigEndian(3, 443);
        writer.UInt32(4, 0xDEADBEEF);
        writer.UInt32BigEndian(5, 0xE0000051);
        writer.UInt64(6, ulong.MaxValue - 1);
        writer.Address(7, IpAddress.Parse("2001:db8::1"));
        writer.Address(8, IpAddress.Parse("192.0.2.1"));
        writer.Text(9, "eth0");
        writer.Flag(10);

        AttributeReader reader = new(writer.Written);
        Assert.True(reader.Next() && reader.Type == 1 && reader.TryUInt8(out byte u8) && u8 == 200);
        Assert.True(reader.Next() && reader.TryUInt16(out ushort u16) && u16 == 0xABCD);
        Assert.True(reader.Next() && reader.TryUInt16BigEndian(out ushort port) && port == 443);
        Assert.True(reader.Next() && reader.TryUInt32(out uint u32) && u32 == 0xDEADBEEF);
        Assert.True(reader.Next() && reader.TryUInt32BigEndian(out uint group) && group == 0xE0000051);
        Assert.True(reader.Next() && reader.TryUInt64(out ulong u64) && u64 == ulong.MaxValue - 1);
        Assert.True(reader.Next() && reader.TryAddress(out IpAddress six) && six == IpAddress.Parse("2001:db8::1"));
        Assert.True(reader.Next() && reader.TryAddress(out IpAddress four) && four == IpAddress.Parse("192.0.2.1"));
        Assert.True(reader.Next() && reader.Text() == "eth0");
        Assert.True(reader.Next() && reader.Value.IsEmpty && reader.Type == 10);
        Assert.False(reader.Next());
        Assert.Null(reader.Fault);
    }

    [Fact]
    public void Value_shorter_than_asked_is_a_fault_and_ends_the_walk()
    {
        Span<byte> buffer = stackalloc byte[32];
        NetlinkWriter writer = new(buffer);
        writer.UInt16(1, 1);
        writer.UInt32(2, 2);
        AttributeReader reader = new(writer.Written);
        Assert.True(reader.Next());
        Assert.False(reader.TryUInt32(out _));
        Assert.False(reader.Next());
        Assert.Equal("attribute shorter than 4 bytes", reader.Fault);
    }

    [Theory]
    [InlineData(new byte[] { 3, 0, 1 }, "attribute header cut short")]
    [InlineData(new byte[] { 3, 0, 1, 0 }, "attribute length below its header")]
    [InlineData(new byte[] { 0, 0, 1, 0 }, "attribute length below its header")]
    [InlineData(new byte[] { 9, 0, 1, 0, 1, 2, 3, 4 }, "attribute runs past the message")]
    public void Broken_attributes_are_refused_with_a_reason(byte[] bytes, string reason)
    {
        AttributeReader reader = new(bytes);
        Assert.False(reader.Next());
        Assert.Equal(reason, reader.Fault);
    }

    [Fact]
    public void Writer_never_writes_past_its_buffer()
    {
        byte[] buffer = new byte[20];
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            NetlinkWriter writer = new(buffer);
            writer.BeginMessage(1, 0, 1);
            writer.UInt32(1, 1);
        });
    }

    [Fact]
    public void Acknowledgement_with_the_kernels_text_is_read_in_both_forms()
    {
        foreach (bool capped in (bool[])[true, false])
        {
            byte[] request = new byte[40];
            BinaryPrimitives.WriteInt32LittleEndian(request, request.Length);
            Span<byte> body = new byte[128];
            BinaryPrimitives.WriteInt32LittleEndian(body, -22);
            int echoed = capped ? 16 : 40;
            request.AsSpan(0, echoed).CopyTo(body[4..]);
            NetlinkWriter attributes = new(body[(4 + echoed)..]);
            attributes.Text(1, "bad thing");
            attributes.UInt32(2, 24);
            MessageFlags flags = MessageFlags.AckAttributes | (capped ? MessageFlags.Capped : 0);

            Assert.True(KernelAnswer.TryReadError(body[..(4 + echoed + attributes.Length)], flags, out KernelAnswer answer));
            Assert.Equal(new KernelAnswer(22, "bad thing", 24), answer);
        }
    }

    [Fact]
    public void Random_bytes_never_throw_always_end_and_every_stop_has_a_reason()
    {
        Random random = new(20261122);
        byte[] buffer = new byte[256];
        int messages = 0, refused = 0;
        for (int round = 0; round < 200_000; round++)
        {
            Span<byte> data = buffer.AsSpan(0, random.Next(buffer.Length));
            random.NextBytes(data);
            if (data.Length >= 16 && round % 2 == 0) MemoryMarshal.Write(data, (uint)random.Next(data.Length + 8)); // a plausible length

            MessageReader reader = new(data);
            int steps = 0;
            while (reader.Next())
            {
                messages++;
                Assert.True(++steps <= data.Length / 16);
                KernelAnswer.TryReadError(reader.Body, reader.Flags, out _);
                KernelAnswer.ReadDone(reader.Body, reader.Flags);
                AttributeReader attributes = new(reader.Body);
                int inner = 0;
                while (attributes.Next())
                {
                    Assert.True(++inner <= reader.Body.Length / 4);
                    attributes.TryUInt64(out _);
                    attributes.Text();
                }
            }

            if (reader.Fault is not null) refused++;
        }

        Assert.True(messages > 10_000, $"{messages} messages");
        Assert.True(refused > 10_000, $"{refused} refused");
    }
}
