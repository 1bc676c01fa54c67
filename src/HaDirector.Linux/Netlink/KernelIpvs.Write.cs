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

    /// <summary>Makes changes in their order, many in one send. Later ones are tried also when earlier ones are refused, but not when answers were lost.</summary>
    public ApplyResult Apply(IReadOnlyList<IpvsChange> changes) => Apply(changes, _family);

    /// <summary>Sends changes all the way to the kernel as messages that it passes over, acknowledged and without effect.</summary>
    public ApplyResult Rehearse(IReadOnlyList<IpvsChange> changes) => Apply(changes, MessageType.Noop);

    /// <summary>Starts a sync daemon.</summary>
    /// <param name="daemon">Which.</param>
    /// <param name="transport">How it talks.</param>
    /// <returns>Null, or why it does not run.</returns>
    public Refusal? StartDaemon(SyncDaemonSpec daemon, SyncTransport transport = default)
    {
        AnswerReading answer = Command((ref NetlinkWriter writer, ushort family, uint sequence) =>
            IpvsRequest.StartDaemon(ref writer, family, sequence, daemon, transport));
        if (answer.IsLost) return ReadDaemons().Contains(daemon) ? null : IpvsErrors.Unanswered(answer.End.Errno, sent: true);
        return answer.End.Errno == 0 ? null : IpvsErrors.Explain(daemon, answer.End.Errno, answer.End.Text);
    }

    /// <summary>Stops a sync daemon; what it holds back, up to 3 s of records, is lost. One that does not run is stopped already.</summary>
    /// <returns>Null, or why it still runs.</returns>
    public Refusal? StopDaemon(SyncRole role)
    {
        AnswerReading answer = Command((ref NetlinkWriter writer, ushort family, uint sequence) =>
            IpvsRequest.StopDaemon(ref writer, family, sequence, role));
        // A daemon that is stopped before its thread ever ran is stopped, but the kernel forgets to say so.
        if (answer.IsLost) return ReadDaemons().All(d => d.Role != role) ? null : IpvsErrors.Unanswered(answer.End.Errno, sent: true);
        return answer.End.Errno is 0 or Errno.ESRCH ? null : IpvsErrors.Explain(new SyncDaemonSpec(role, "", 0), answer.End.Errno, answer.End.Text);
    }

    private ApplyResult Apply(IReadOnlyList<IpvsChange> changes, ushort type)
    {
        List<RefusedChange> refused = [];
        Refusal? lost = null;
        int confirmed = 0; // of batches that were answered to their end
        for (int tried = 0, count; tried < changes.Count && lost is null; tried += count)
        {
            count = Math.Min(BatchSize, changes.Count - tried);
            int before = refused.Count;
            lost = ApplyBatch(changes, type, tried, count, refused);
            if (lost is null) confirmed += count - (refused.Count - before);
        }

        return new ApplyResult(confirmed, refused, lost);
    }

    // Null, or why not every answer arrived.
    private Refusal? ApplyBatch(IReadOnlyList<IpvsChange> changes, ushort type, int first, int count, List<RefusedChange> refused)
    {
        NetlinkWriter writer = new(_batch);
        uint firstSequence = 0, sequence = 0;
        for (int i = 0; i < count; i++)
        {
            sequence = _socket.NextSequence();
            if (i == 0) firstSequence = sequence;
            // Errors are always answered; the acknowledgement of the last one says that there are no more to come.
            MessageFlags flags = i == count - 1 ? MessageFlags.Ack : MessageFlags.None;
            IpvsRequest.Change(ref writer, type, sequence, flags, changes[first + i]);
        }

        MessagesSent += count;
        ChangesSent += count;
        if (_socket.Send(writer.Written) is not 0 and int unsent) return IpvsErrors.Unanswered(unsent, sent: false);
        for (int i = 0; i < DatagramsMax; i++)
        {
            if (_socket.Receive(out ReadOnlySpan<byte> datagram) is not 0 and int error) return IpvsErrors.Unanswered(error, sent: true);
            MessageReader messages = new(datagram);
            while (messages.Next())
            {
                uint index = messages.Sequence - firstSequence; // wraps to a large number when it is older
                if (index >= count || messages.Type != MessageType.Error) continue;
                if (!KernelAnswer.TryReadError(messages.Body, messages.Flags, out KernelAnswer answer)) continue;
                IpvsChange change = changes[first + (int)index];
                if (answer.Errno != 0) refused.Add(new RefusedChange(change, IpvsErrors.Explain(change, answer.Errno, answer.Text)));
                if (messages.Sequence == sequence) return null;
            }
        }

        return IpvsErrors.Unanswered(Errno.EMSGSIZE, sent: true);
    }
}
