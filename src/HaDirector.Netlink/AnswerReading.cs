namespace HaDirector.Netlink;

/// <summary>Takes one entry of an answer.</summary>
/// <returns>Null, or why it cannot be read.</returns>
public delegate string? TakeEntry(ReadOnlySpan<byte> body);

/// <summary>Follows the kernel's answer to one request, a datagram at a time: its entries, and how it ended.</summary>
/// <param name="sequence">Number of the request; what answers another one is passed over.</param>
/// <param name="take">Takes each entry.</param>
public sealed class AnswerReading(uint sequence, TakeEntry take)
{
    /// <summary>Whether the answer is at its end, or lost.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Whether it never came to its end, so that nobody knows what it would have been.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Whether what is listed changed under way, so that entries may be missing or come twice.</summary>
    public bool IsInterrupted { get; private set; }

    /// <summary>What the end says; of a lost answer, the error of the socket.</summary>
    public KernelAnswer End { get; private set; }

    /// <summary>Why an entry, or the frame around them, could not be read; null while all could.</summary>
    public string? Fault { get; private set; }

    /// <summary>Whether the answer came whole, from a table that stood still, and is no error.</summary>
    public bool IsWhole => IsOver && !IsLost && !IsInterrupted && Fault is null && End.Errno == 0;

    /// <summary>Reads one datagram; nothing after the end.</summary>
    public void Read(ReadOnlySpan<byte> datagram)
    {
        MessageReader messages = new(datagram);
        while (!IsOver && messages.Next())
        {
            if (messages.Sequence != sequence) continue;
            IsInterrupted |= messages.Flags.HasFlag(MessageFlags.DumpInterrupted);
            switch (messages.Type)
            {
                case MessageType.Done: Finish(KernelAnswer.ReadDone(messages.Body, messages.Flags)); break;
                case MessageType.Error when KernelAnswer.TryReadError(messages.Body, messages.Flags, out KernelAnswer answer): Finish(answer); break;
                case MessageType.Error: Fault ??= "error message cut short"; break;
                case >= MessageType.FirstOfFamily: Fault ??= take(messages.Body); break;
            }
        }

        Fault ??= messages.Fault;
    }

    /// <summary>Nothing more will come, with the request answered by <paramref name="errno"/>: it was never sent.</summary>
    public void Refuse(int errno) => Finish(new KernelAnswer(errno, null, null));

    /// <summary>Nothing more will come, since receiving failed with <paramref name="errno"/>.</summary>
    public void Lose(int errno)
    {
        IsLost = true;
        Finish(new KernelAnswer(errno, null, null));
    }

    private void Finish(KernelAnswer end) => (IsOver, End) = (true, end);
}
