using HaDirector.Linux;
using HaDirector.Vrrp;
using HaDirector.Link;

namespace HaDirector.Daemon.Link;

/// <summary>Says things to the VRRP process: whole plans, and that we are alive.</summary>
internal sealed class PlanSender(SequencedPacketSocket link)
{
    private const int NoRoom = 11; // EAGAIN
    private const int WaitMilliseconds = 5;
    private const int WaitsMax = 400; // 2 s in all: the other end reads at once or is about to be killed

    private readonly Lock _gate = new();
    private readonly byte[] _bytes = new byte[LinkMessage.Size];
    private uint _epoch;

    /// <summary>Sends the routers of a plan under the next number.</summary>
    /// <returns>The number; 0 when the link does not take it.</returns>
    public uint Send(IReadOnlyList<VirtualRouterSpec> routers)
    {
        lock (_gate)
        {
            uint epoch = ++_epoch;
            LinkMessage message = new(_bytes);
            Begin(message, LinkMessageKind.PlanBegin, epoch);
            message.Count = (uint)routers.Count;
            bool sent = SendPatiently();
            for (int i = 0; sent && i < routers.Count; i++) sent = SendRouter(message, routers[i], (uint)i, epoch);
            Begin(message, LinkMessageKind.PlanCommit, epoch);
            return sent && SendPatiently() ? epoch : 0;
        }
    }

    /// <summary>Says that we are alive. Never waits.</summary>
    public void SendAlive()
    {
        if (!_gate.TryEnter()) return; // a plan is being sent: that is life enough
        try
        {
            Begin(new LinkMessage(_bytes), LinkMessageKind.Alive, _epoch);
            _ = link.Send(_bytes);
        }
        finally
        {
            _gate.Exit();
        }
    }

    private static void Begin(LinkMessage message, LinkMessageKind kind, uint epoch)
    {
        message.Clear();
        message.Kind = kind;
        message.Epoch = epoch;
    }

    private bool SendRouter(LinkMessage message, VirtualRouterSpec router, uint index, uint epoch)
    {
        Begin(message, LinkMessageKind.Router, epoch);
        message.Index = index;
        message.Name = router.Name;
        message.Interface = router.Interface;
        message.VirtualRouterId = router.VirtualRouterId;
        message.Priority = router.Priority;
        message.IntervalCentiseconds = (uint)router.AdvertInterval.Value;
        message.Flags = (byte)((router.Preempt ? 1 : 0) | ((byte)router.Checksum << 1));
        message.Count = (uint)router.Addresses.Count;
        if (!SendPatiently()) return false;
        foreach (VirtualAddress address in router.Addresses)
        {
            Begin(message, LinkMessageKind.RouterAddress, epoch);
            message.Index = index;
            message.Address = address.Address;
            message.PrefixLength = address.Prefix.Length;
            if (!SendPatiently()) return false;
        }
        return true;
    }

    private bool SendPatiently()
    {
        for (int wait = 0; wait < WaitsMax; wait++)
        {
            int error = link.Send(_bytes);
            if (error != NoRoom) return error == 0;
            Thread.Sleep(WaitMilliseconds);
        }
        return false;
    }
}
