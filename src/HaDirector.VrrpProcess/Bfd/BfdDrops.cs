using HaDirector.Bfd.Wire;
using HaDirector.Link;
using HaDirector.Linux.Datagrams;
using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.VrrpProcess.Bfd;

/// <summary>How often BFD packets were dropped since the start, by reason; says each reason once in a window.</summary>
/// <param name="world">With what it says so.</param>
internal sealed class BfdDrops(RealTimeWorld world)
{
    private readonly long[] _counts = new long[BfdDropReasons.Count];
    private readonly long[] _logged = new long[BfdDropReasons.Count];
    private readonly LogWindow _log = new(BfdDropReasons.Count, world.Settings.LogWindow);

    public void Add(BfdDropReason reason, in DatagramOrigin origin, Instant now)
    {
        _counts[(int)reason]++;
        if (!_log.Opens((int)reason, now)) return;
        LinkMessage message = world.Reporter.Begin(LinkMessageKind.Log);
        message.Code = (byte)VrrpLogCode.SessionPacketDropped;
        message.Address = origin.Source;
        message.At = now;
        message[0] = (long)reason;
        message[1] = _counts[(int)reason] - _logged[(int)reason];
        _logged[(int)reason] = _counts[(int)reason];
        world.Reporter.Send();
    }

    public void Report()
    {
        for (int reason = 1; reason < _counts.Length; reason++)
        {
            if (_counts[reason] == 0) continue;
            LinkMessage message = world.Reporter.Begin(LinkMessageKind.BfdDropped);
            message.Code = (byte)reason;
            message[0] = _counts[reason];
            world.Reporter.Send();
        }
    }
}
