using HaDirector.Link;
using HaDirector.Link.Plans;
using HaDirector.Linux;
using HaDirector.Vrrp.Tracking;

namespace HaDirector.Daemon.Link;

/// <summary>Says things to the VRRP process: whole plans, what was seen of tracked objects, and that we are alive.</summary>
internal sealed class PlanSender(SequencedPacketSocket link)
{
    private const int NoRoom = 11; // EAGAIN
    private const int WaitMilliseconds = 5;
    private const int WaitsMax = 400; // 2 s in all: the other end reads at once or is about to be killed

    private readonly Lock _gate = new();
    private readonly byte[] _bytes = new byte[LinkMessage.Size];
    private uint _epoch;

    /// <summary>Sends a plan under the next number.</summary>
    /// <returns>The number; 0 when the link does not take it.</returns>
    public uint Send(RealTimePlan plan)
    {
        lock (_gate)
        {
            uint epoch = ++_epoch;
            PlanWriter writer = new(plan with { Epoch = epoch });
            int waits = 0;
            while (writer.TryWrite(new LinkMessage(_bytes)))
            {
                if (!SendPatiently(ref waits)) return 0;
            }
            return epoch;
        }
    }

    /// <summary>Says what was seen of tracked objects of the plan <paramref name="epoch"/>. Never waits for room: it is said again soon.</summary>
    public void SendTracks(uint epoch, IEnumerable<(int Track, TrackValue Value)> values)
    {
        lock (_gate)
        {
            LinkMessage message = new(_bytes);
            foreach ((int track, TrackValue value) in values)
            {
                message.Clear();
                message.Kind = LinkMessageKind.TrackValue;
                message.Epoch = epoch;
                message.Index = (uint)track;
                message.Track = value;
                if (link.Send(_bytes) != 0) return;
            }
        }
    }

    /// <summary>Says that we are alive. Never waits.</summary>
    public void SendAlive()
    {
        if (!_gate.TryEnter()) return; // a plan is being sent: that is life enough
        try
        {
            LinkMessage message = new(_bytes);
            message.Clear();
            message.Kind = LinkMessageKind.Alive;
            message.Epoch = _epoch;
            _ = link.Send(_bytes);
        }
        finally
        {
            _gate.Exit();
        }
    }

    private bool SendPatiently(ref int waits)
    {
        int error;
        while ((error = link.Send(_bytes)) == NoRoom && waits++ < WaitsMax) Thread.Sleep(WaitMilliseconds);
        return error == 0;
    }
}
