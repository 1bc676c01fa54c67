using System.Runtime.InteropServices;
using HaDirector.Netlink;

namespace HaDirector.Tests.Netlink;

public sealed class AnswerReadingTests
{
    private readonly List<int> _taken = [];
    private readonly AnswerReading _answer;

    public AnswerReadingTests() => _answer = new AnswerReading(7, body =>
    {
        _taken.Add(body.Length);
        return body.Length == 4 ? null : "not four bytes";
    });

    [Fact]
    public void Pages_are_taken_until_the_end_and_nothing_after_it()
    {
        _answer.Read([.. Message(28, 7, new byte[4]), .. Message(28, 6, new byte[9])]); // the second answers an older request
        Assert.False(_answer.IsOver);
        _answer.Read([.. Message(28, 7, new byte[4]), .. Message(MessageType.Done, 7, new byte[4]), .. Message(28, 7, new byte[4])]);
        Assert.True(_answer is { IsOver: true, IsWhole: true, IsLost: false, End.Errno: 0 });
        _answer.Read(Message(28, 7, new byte[4]));
        Assert.Equal([4, 4], _taken);
    }

    [Fact]
    public void An_error_ends_it_with_its_number_and_the_kernels_words()
    {
        byte[] body = new byte[20 + 8];
        MemoryMarshal.Write(body, -22);
        "\b\0\u0001\0bad\0"u8.CopyTo(body.AsSpan(20));
        _answer.Read(Message(MessageType.Error, 7, body, MessageFlags.Capped | MessageFlags.AckAttributes));
        Assert.Equal((22, "bad"), (_answer.End.Errno, _answer.End.Text));
        Assert.False(_answer.IsWhole);
    }

    [Fact]
    public void A_list_that_changed_under_way_is_not_whole()
    {
        _answer.Read(Message(28, 7, new byte[4], MessageFlags.Multi | MessageFlags.DumpInterrupted));
        _answer.Read(Message(MessageType.Done, 7, new byte[4], MessageFlags.Multi));
        Assert.True(_answer is { IsOver: true, IsInterrupted: true, IsWhole: false, End.Errno: 0 });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_was_lost_is_told_from_what_was_never_sent(bool isLost)
    {
        const int noBuffers = 105;
        if (isLost) _answer.Lose(noBuffers);
        else _answer.Refuse(noBuffers);
        Assert.Equal((true, isLost, noBuffers, false), (_answer.IsOver, _answer.IsLost, _answer.End.Errno, _answer.IsWhole));
    }

    [Fact]
    public void What_cannot_be_read_is_a_fault_wherever_it_is()
    {
        _answer.Read(Message(28, 7, new byte[5]));
        Assert.Equal("not four bytes", _answer.Fault);
        AnswerReading frame = new(7, static _ => null), error = new(7, static _ => null);
        frame.Read(Message(28, 7, new byte[4]).AsSpan()[..^1]);
        Assert.Equal("message runs past the datagram", frame.Fault);
        error.Read(Message(MessageType.Error, 7, new byte[4]));
        Assert.Equal("error message cut short", error.Fault);
        Assert.False(error.IsOver);
    }

    private static byte[] Message(ushort type, uint sequence, ReadOnlySpan<byte> body, MessageFlags flags = MessageFlags.Multi)
    {
        byte[] message = new byte[16 + AttributeReader.Align(body.Length)];
        MemoryMarshal.Write(message, 16 + body.Length);
        MemoryMarshal.Write(message.AsSpan(4), type);
        MemoryMarshal.Write(message.AsSpan(6), (ushort)flags);
        MemoryMarshal.Write(message.AsSpan(8), sequence);
        body.CopyTo(message.AsSpan(16));
        return message;
    }
}
