using HaDirector.Ipvs;
using HaDirector.Linux.Interop;
using HaDirector.Netlink;
using HaDirector.Netlink.Ipvs;

namespace HaDirector.Linux.Netlink;

public sealed partial class KernelIpvs
{
    /// <summary>Changes in one send. Each may be answered with an error, and so many answers always fit the receive queue.</summary>
    public const int BatchSize = 128;

    private readonly byte[] _batch = new byte[BatchSize * IpvsRequest.MaxLength];

    /// <summary>Makes changes in their order, many in one send. Later ones are tried also when earlier ones are refused.</summary>
    public ApplyResult Apply(IReadOnlyList<IpvsChange> changes)
    {
        List<RefusedChange> refused = [];
        bool certain = true;
        for (int first = 0; first < changes.Count; first += BatchSize)
            certain &= ApplyBatch(changes, first, Math.Min(BatchSize, changes.Count - first), refused);
        return new ApplyResult(changes.Count - refused.Count, refused, certain);
    }

    /// <summary>Starts a sync daemon.</summary>
    /// <param name="daemon">Which.</param>
    /// <param name="transport">How it talks.</param>
    /// <returns>Null, or why it does not run.</returns>
    public Refusal? StartDaemon(SyncDaemonSpec daemon, SyncTransport transport = default)
    {
        KernelAnswer? answer = Command((ref NetlinkWriter writer, ushort family, uint sequence) =>
            IpvsRequest.StartDaemon(ref writer, family, sequence, daemon, transport));
        if (answer is { Errno: 0 } || (answer is null && ReadDaemons().Contains(daemon))) return null;
        return IpvsErrors.Explain(daemon, answer?.Errno ?? 0, answer?.Text);
    }

    /// <summary>Stops a sync daemon; what it holds back, up to 3 s of records, is lost. One that does not run is stopped already.</summary>
    /// <returns>Null, or why it still runs.</returns>
    public Refusal? StopDaemon(SyncRole role)
    {
        KernelAnswer? answer = Command((ref NetlinkWriter writer, ushort family, uint sequence) =>
            IpvsRequest.StopDaemon(ref writer, family, sequence, role));
        if (answer is { Errno: 0 or Errno.ESRCH }) return null;
        // A daemon that is stopped before its thread ever ran is stopped, but the kernel forgets to say so.
        if (answer is null && ReadDaemons().All(d => d.Role != role)) return null;
        return IpvsErrors.Explain(new SyncDaemonSpec(role, "", 0), answer?.Errno ?? 0, answer?.Text);
    }

    // Whether every answer arrived.
    private bool ApplyBatch(IReadOnlyList<IpvsChange> changes, int first, int count, List<RefusedChange> refused)
    {
        NetlinkWriter writer = new(_batch);
        uint firstSequence = 0, sequence = 0;
        for (int i = 0; i < count; i++)
        {
            sequence = _socket.NextSequence();
            if (i == 0) firstSequence = sequence;
            // Errors are always answered; the acknowledgement of the last one says that there are no more to come.
            MessageFlags flags = i == count - 1 ? MessageFlags.Ack : MessageFlags.None;
            IpvsRequest.Change(ref writer, _family, sequence, flags, changes[first + i]);
        }

        MessagesSent += count;
        ChangesSent += count;
        int error = _socket.Send(writer.Written);
        while (error == 0)
        {
            error = _socket.Receive(out ReadOnlySpan<byte> datagram);
            MessageReader messages = new(datagram);
            while (messages.Next())
            {
                uint index = messages.Sequence - firstSequence; // wraps to a large number when it is older
                if (index >= count || messages.Type != MessageType.Error) continue;
                if (!KernelAnswer.TryReadError(messages.Body, messages.Flags, out KernelAnswer answer)) continue;
                IpvsChange change = changes[first + (int)index];
                if (answer.Errno != 0) refused.Add(new RefusedChange(change, IpvsErrors.Explain(change, answer.Errno, answer.Text)));
                if (messages.Sequence == sequence) return true;
            }
        }

        return false;
    }

    // The answer to one request; null when there is none.
    private KernelAnswer? Command(Ask ask)
    {
        Span<byte> request = stackalloc byte[RequestBytes];
        NetlinkWriter writer = new(request);
        uint sequence = _socket.NextSequence();
        ask(ref writer, _family, sequence);
        MessagesSent++;
        ChangesSent++;
        int error = _socket.Send(writer.Written);
        if (error != 0) return new KernelAnswer(error, null, null);
        while (_socket.Receive(out ReadOnlySpan<byte> datagram) == 0)
        {
            MessageReader messages = new(datagram);
            while (messages.Next())
            {
                if (messages.Sequence == sequence && messages.Type == MessageType.Error
                    && KernelAnswer.TryReadError(messages.Body, messages.Flags, out KernelAnswer answer)) return answer;
            }
        }

        return null;
    }
}
