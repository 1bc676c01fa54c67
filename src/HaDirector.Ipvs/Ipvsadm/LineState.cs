using HaDirector.Model;

namespace HaDirector.Ipvs.Ipvsadm;

/// <summary>What a command line has said so far. Switches are heard in their order, because to ipvsadm that matters.</summary>
internal sealed partial class LineState
{
    private const int DefaultPersistence = 360, LongestTimeout = 86400 * 31; // seconds; 31 days
    private const string DefaultScheduler = "wlc", DefaultInterface = "eth0";

    private readonly Tag _command;
    private readonly IReadOnlyList<string> _words;
    private readonly INames _names;
    private readonly int[] _given = new int[Legality.Place(Tag.TunnelRemoteChecksum) + 1]; // by place: the word, or -1

    private IpFamily? _family; // of the service; none before it was named
    private IpAddress _address;
    private ushort _port;
    private Transport _transport;
    private uint _mark;
    private string _scheduler = "";
    private string? _engine, _flagWords;
    private ServiceFlags _flags;
    private uint _seconds;
    private byte _prefix4 = 32, _prefix6 = 128;
    private string? _maskFault;

    private IpEndpoint _server;
    private Forwarding _forwarding = Forwarding.DirectRouting;
    private int _weight = 1;
    private uint _upper, _lower;
    private TunnelSpec _tunnel;

    public LineState(Tag command, IReadOnlyList<string> words, INames names)
    {
        (_command, _words, _names) = (command, words, names);
        Array.Fill(_given, -1);
    }

    /// <summary>Whether the line is one that ipvsadm saved.</summary>
    public bool IsSaved { get; init; }

    /// <summary>Whether the rest of the line is not looked at.</summary>
    public bool IsAnswered => _command is Tag.Help or Tag.Version;

    /// <summary>Hears the argument of the command itself.</summary>
    public IpvsadmFault? Begin(SwitchReader at) => _command switch
    {
        Tag.StartDaemon => Role(at, "illegal start-daemon parameter specified"),
        Tag.StopDaemon => Role(at, "illegal start_daemon specified"),
        _ => null,
    };

    /// <summary>Hears a switch.</summary>
    public IpvsadmFault? Take(SwitchReader at)
    {
        Tag tag = at.Current.Tag;
        if (at.Current.IsCommand) return new IpvsadmFault($"invalid option `{at.Quoted}'", at.Word, "a line has one command");
        if (Legality.Place(tag) is >= 0 and int place)
        {
            if (_given[place] >= 0) return new IpvsadmFault($"multiple '{Legality.Name(place)}' options specified", at.Word);
            _given[place] = at.Word;
        }

        string text = at.Argument ?? "";
        switch (tag)
        {
            case Tag.Tcp or Tag.Udp or Tag.Sctp: return Service(at, tag switch { Tag.Tcp => Transport.Tcp, Tag.Udp => Transport.Udp, _ => Transport.Sctp });
            case Tag.Mark: return Mark(at);
            case Tag.Ipv6 when _mark == 0: return new IpvsadmFault("-6 used before -f", at.Word, "it belongs to a firewall mark");
            case Tag.Ipv6: (_family, _prefix6) = (IpFamily.V6, 128); break;
            case Tag.Scheduler: _scheduler = Clip(text); break;
            case Tag.Persistent: return Persistent(at);
            case Tag.Netmask: return Netmask(at);
            case Tag.OnePacket: _flags |= ServiceFlags.OnePacket; break;
            case Tag.Engine: _engine = Clip(text); break;
            case Tag.SchedulerFlags: _flagWords = text; break;
            case Tag.Server: return Server(at);
            case Tag.Masquerading: _forwarding = Forwarding.Nat; break;
            case Tag.Ipip: _forwarding = Forwarding.Tunnel; break;
            case Tag.Gatewaying: _forwarding = Forwarding.DirectRouting; break;
            case Tag.Weight: return Number(at, 0, int.MaxValue, "illegal weight specified", n => _weight = (int)n);
            case Tag.UpperThreshold: return Number(at, 0, int.MaxValue, "illegal u_threshold specified", n => _upper = (uint)n);
            case Tag.LowerThreshold: return Number(at, 0, int.MaxValue, "illegal l_threshold specified", n => _lower = (uint)n);
            case Tag.TunnelType: return Tunnel(at);
            case Tag.TunnelPort:
                return Number(at, 1, ushort.MaxValue, "illegal tunnel port specified", n => _tunnel = _tunnel with { Port = (ushort)n });
            case Tag.TunnelChecksum: _tunnel = _tunnel with { Checksum = TunnelChecksum.Full }; break;
            case Tag.TunnelRemoteChecksum: _tunnel = _tunnel with { Checksum = TunnelChecksum.Remote }; break;
            case Tag.Interface or Tag.SyncId or Tag.Group or Tag.Port or Tag.Ttl or Tag.MaxLength: return Daemon(at);
        }

        return null;
    }

    private bool Has(Tag tag) => _given[Legality.Place(tag)] >= 0;

    private int WordOf(Tag tag) => _given[Legality.Place(tag)];

    private static IpvsadmFault? Number(SwitchReader at, long least, long most, string message, Action<long> take)
    {
        if (Word.Number(at.Argument!, least, most, out long number) is { } wrong) return new IpvsadmFault(message, at.Word, wrong);
        take(number);
        return null;
    }

    // ipvsadm cuts names to what the kernel's field holds.
    private static string Clip(string name) => name.Length > Schedulers.MaxNameLength ? name[..Schedulers.MaxNameLength] : name;
}
