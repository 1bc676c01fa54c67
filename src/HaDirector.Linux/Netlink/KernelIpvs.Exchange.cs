using HaDirector.Ipvs;
using HaDirector.Linux.Interop;
using HaDirector.Netlink;

namespace HaDirector.Linux.Netlink;

/// <content>One request and its answer, and what is done when the answer is lost.</content>
public sealed partial class KernelIpvs
{
    private const int Attempts = 3; // of one request, when its answer was lost
    private const int DatagramsMax = 1_000_000; // of one answer
    private const int RequestBytes = 256;

    private delegate void Ask(ref NetlinkWriter writer, ushort family, uint sequence);

    private AnswerReading Exchange(Ask ask, TakeEntry take)
    {
        AnswerReading answer = Begin(ask, take);
        for (int i = 0; !answer.IsOver && i < DatagramsMax; i++) Receive(answer);
        if (!answer.IsOver) answer.Lose(Errno.EMSGSIZE);
        return answer;
    }

    private AnswerReading Begin(Ask ask, TakeEntry take)
    {
        Span<byte> request = stackalloc byte[RequestBytes];
        NetlinkWriter writer = new(request);
        uint sequence = _socket.NextSequence();
        ask(ref writer, _family, sequence);
        MessagesSent++;
        AnswerReading answer = new(sequence, take);
        if (_socket.Send(writer.Written) is not 0 and int error) answer.Refuse(error);
        return answer;
    }

    private void Receive(AnswerReading answer)
    {
        if (_socket.Receive(out ReadOnlySpan<byte> datagram) is not 0 and int error) answer.Lose(error);
        else answer.Read(datagram);
    }

    // False when it is worth another try.
    private static bool IsRead(AnswerReading answer, int attempt)
    {
        if (answer.IsWhole) return true;
        if (answer.Fault is { } fault) throw new IOException($"read ip_vs: {fault}");
        bool passing = answer.IsLost || answer.IsInterrupted || answer.End.Errno is Errno.ENOBUFS or Errno.EAGAIN or Errno.EINTR or Errno.EBUSY;
        if (passing && attempt < Attempts) return false;
        throw (answer.IsLost, answer.End) switch
        {
            (true, { Errno: Errno.EAGAIN }) => new IOException("read ip_vs: the kernel gave no answer"),
            (_, { Errno: 0 }) => new IOException($"read ip_vs: the table changed each of the {Attempts} times it was read"),
            (_, { Text: { Length: > 0 } text, Errno: int errno }) => new LinuxException($"read ip_vs: {text}", errno),
            (_, { Errno: int errno }) => new LinuxException("read ip_vs", errno),
        };
    }

    private AnswerReading Command(Ask ask)
    {
        ChangesSent++;
        return Exchange(ask, static _ => null);
    }

    // For what may be done twice. The kernel answers nothing when a signal came between, and a full queue loses answers: what it holds decides then.
    private Refusal? Insist(Ask ask, Func<int, string?> meaning, Func<bool> isDone)
    {
        for (int attempt = 1; ; attempt++)
        {
            AnswerReading answer = Command(ask);
            if (!answer.IsLost) return answer.End.Errno == 0 ? null : IpvsErrors.Explain(meaning(answer.End.Errno), answer.End.Errno, answer.End.Text);
            if (isDone()) return null;
            if (attempt == Attempts) return IpvsErrors.Unanswered(answer.End.Errno, sent: true);
        }
    }
}
