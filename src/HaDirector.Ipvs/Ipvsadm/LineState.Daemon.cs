using HaDirector.Model;

namespace HaDirector.Ipvs.Ipvsadm;

internal sealed partial class LineState
{
    private SyncRole _role;
    private SyncDaemonSpec _daemon;
    private SyncTransport _daemonTransport;

    private IpvsadmFault? Role(SwitchReader at, string message)
    {
        if (at.Argument is not ("master" or "backup")) return new IpvsadmFault(message, at.Word, "it is master or backup");
        _role = at.Argument == "master" ? SyncRole.Master : SyncRole.Backup;
        return null;
    }

    private IpvsadmFault? Daemon(SwitchReader at)
    {
        switch (at.Current.Tag)
        {
            case Tag.Interface: _daemon = _daemon with { Interface = Clip(at.Argument!) }; break;
            case Tag.Group: return Group(at);
            case Tag.Port: return Number(at, 1, ushort.MaxValue, "illegal mcast-port specified", n => _daemonTransport = _daemonTransport with { Port = (ushort)n });
            case Tag.Ttl: return Number(at, 1, byte.MaxValue, "illegal mcast-ttl specified", n => _daemonTransport = _daemonTransport with { HopLimit = (byte)n });
            case Tag.MaxLength: return Number(at, 1, ushort.MaxValue - 28, "illegal sync-maxlen specified", n => _daemonTransport = _daemonTransport with { LengthMax = (ushort)n });
            case Tag.SyncId: return Number(at, 0, byte.MaxValue, "illegal syncid specified", n => _daemon = _daemon with { SyncId = (byte)n });
        }

        return null;
    }

    private IpvsadmFault? Group(SwitchReader at)
    {
        string text = at.Argument!;
        string family = text.Contains(':') ? "IPv6" : "IPv4";
        if (IpAddress.TryParse(text, out IpAddress group) && group.IsMulticast)
        {
            _daemonTransport = _daemonTransport with { Group = group };
            return null;
        }

        return new IpvsadmFault($"invalid {family} mcast-group `{Word.Shown(text)}'", at.Word, "it is 224.0.0.0 to 239.255.255.255, or begins with ff");
    }
}
