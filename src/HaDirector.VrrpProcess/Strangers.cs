using HaDirector.Link;
using HaDirector.Model;
using HaDirector.Vrrp;

namespace HaDirector.VrrpProcess;

/// <summary>Virtual routers that are heard and not configured here. Remembers some at a time; never allocates after construction.</summary>
internal sealed class Strangers
{
    /// <summary>Most at a time, the known ones among them: they are for a human to look at.</summary>
    private const int Most = 64;

    private readonly DisagreementLog _log = new(Most);
    private readonly InterfacePort?[] _port = new InterfacePort?[Most];
    private readonly byte[] _router = new byte[Most];

    /// <summary>Heard an advert of a router that is not ours.</summary>
    public void Note(InterfacePort port, in Advert advert, Instant now)
    {
        int free = -1;
        for (int i = 0; i < Most; i++)
        {
            if (_port[i] == port && _router[i] == advert.VirtualRouterId)
            {
                _log.Note(i, advert.Sender, DisagreementLog.Pause(advert.Interval), now);
                return;
            }

            if (!_log.IsFresh(i, now)) free = i;
        }

        if (free < 0) return;
        (_port[free], _router[free]) = (port, advert.VirtualRouterId);
        _log.Forget(free);
        _log.Note(free, advert.Sender, DisagreementLog.Pause(advert.Interval), now);
    }

    /// <summary>Says which last.</summary>
    public void Report(LinkReporter reporter, Instant now)
    {
        for (int i = 0; i < Most; i++)
        {
            if (_port[i] is not { } port || !_log.Lasts(i, now, out IpAddress sender)) continue;
            LinkMessage message = reporter.Begin(LinkMessageKind.Disagreement);
            message.Code = (byte)Disagreement.Router;
            message.Interface = port.Name;
            message.VirtualRouterId = _router[i];
            message.Address = sender;
            message.At = now;
            reporter.Send();
        }
    }
}
