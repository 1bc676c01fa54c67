namespace HaDirector.Ipvs.Ipvsadm;

/// <summary>Which options a command needs, allows, or allows one of; what ipvsadm says when they do not fit.</summary>
internal static class Legality
{
    private const string Required = "+", Single = "1";

    // In ipvsadm's order of judging; several switches may be one option (the three transports and the mark are one service address).
    private static readonly (Tag[] Tags, string Name)[] Options =
    [
        ([Tag.Numeric], "numeric"), ([Tag.Connection], "connection"), ([Tag.Tcp, Tag.Udp, Tag.Sctp, Tag.Mark], "service-address"),
        ([Tag.Scheduler], "scheduler"), ([Tag.Persistent], "persistent"), ([Tag.Netmask], "netmask"), ([Tag.Server], "real-server"),
        ([Tag.Masquerading, Tag.Ipip, Tag.Gatewaying], "forwarding-method"), ([Tag.Weight], "weight"), ([Tag.UpperThreshold], "u-threshold"),
        ([Tag.LowerThreshold], "l-threshold"), ([Tag.Interface], "mcast-interface"), ([Tag.Timeout], "timeout"), ([Tag.Daemon], "daemon"),
        ([Tag.Stats], "stats"), ([Tag.Rate], "rate"), ([Tag.Thresholds], "thresholds"), ([Tag.PersistentConn], "persistent-conn"),
        ([Tag.NoSort], "nosort"), ([Tag.SyncId], "syncid"), ([Tag.Exact], "exact"), ([Tag.OnePacket], "ops"), ([Tag.Engine], "pe"),
        ([Tag.SchedulerFlags], "sched-flags"), ([Tag.Group], "mcast-group"), ([Tag.Port], "mcast-port"), ([Tag.Ttl], "mcast-ttl"),
        ([Tag.MaxLength], "sync-maxlen"), ([Tag.TunnelInfo], "tun-info"), ([Tag.TunnelType], "tun-type"), ([Tag.TunnelPort], "tun-port"),
        ([Tag.TunnelNoChecksum], "tun-nocsum"), ([Tag.TunnelChecksum], "tun-csum"), ([Tag.TunnelRemoteChecksum], "tun-remcsum"),
    ];

    private static readonly Dictionary<Tag, int> Places = Options.SelectMany((o, i) => o.Tags.Select(t => (t, i))).ToDictionary(p => p.t, p => p.i);

    private const string Server = "+service-address +real-server";
    private const string ServerOptions = " forwarding-method weight u-threshold l-threshold tun-type tun-port tun-nocsum tun-csum tun-remcsum";
    private const string ServiceOptions = "+service-address scheduler persistent netmask ops pe sched-flags";

    private static readonly Dictionary<Tag, (string Name, HashSet<string> Options)> Commands = new()
    {
        [Tag.AddService] = ("add-service", Set(ServiceOptions)),
        [Tag.EditService] = ("edit-service", Set(ServiceOptions)),
        [Tag.DeleteService] = ("delete-service", Set("+service-address")),
        [Tag.Clear] = ("flush", Set("")),
        [Tag.List] = ("list", Set(
            "numeric 1connection 1service-address 1timeout 1daemon stats rate thresholds persistent-conn nosort syncid exact tun-info")),
        [Tag.AddServer] = ("add-server", Set(Server + ServerOptions)),
        [Tag.DeleteServer] = ("delete-server", Set(Server)),
        [Tag.EditServer] = ("edit-server", Set(Server + ServerOptions)),
        [Tag.Set] = ("set", Set("")),
        [Tag.StartDaemon] = ("start-daemon", Set("mcast-interface syncid mcast-group mcast-port mcast-ttl sync-maxlen")),
        [Tag.StopDaemon] = ("stop-daemon", Set("syncid")),
        [Tag.Restore] = ("restore", Set("")),
        [Tag.Save] = ("save", Set("numeric")),
        [Tag.Zero] = ("zero", Set("service-address")),
    };

    private static readonly Dictionary<TunnelType, HashSet<string>> Tunnels = new()
    {
        [TunnelType.Ipip] = [],
        [TunnelType.Gue] = Set("+tun-port 1tun-nocsum 1tun-csum 1tun-remcsum"),
        [TunnelType.Gre] = Set("1tun-nocsum 1tun-csum"),
    };

    /// <summary>The option a switch belongs to, as a place in the order of judging; -1 for those that are never judged.</summary>
    public static int Place(Tag tag) => Places.GetValueOrDefault(tag, -1);

    /// <summary>Name of the option at a place.</summary>
    public static string Name(int place) => Options[place].Name;

    /// <summary>What is wrong with the options of a command, or null.</summary>
    /// <param name="command">The command.</param>
    /// <param name="given">By place: index of the option's word, or -1.</param>
    /// <param name="words">Number of words.</param>
    public static IpvsadmFault? Judge(Tag command, int[] given, int words)
    {
        (string name, HashSet<string> options) = Commands[command];
        return Judge(0, Options.Length, given, words, options, $"the '{name}' command");
    }

    /// <summary>What is wrong with the options of a tunnel, or null.</summary>
    public static IpvsadmFault? Judge(TunnelType type, int[] given, int words) =>
        Judge(Place(Tag.TunnelPort), Options.Length, given, words, Tunnels[type], $"the '{type.ToString().ToLowerInvariant()}' tunnel type");

    private static IpvsadmFault? Judge(int first, int end, int[] given, int words, HashSet<string> options, string whose)
    {
        int single = -1;
        for (int place = first; place < end; place++)
        {
            string option = Name(place);
            bool required = options.Contains(Required + option), exclusive = options.Contains(Single + option);
            if (given[place] < 0)
            {
                if (required) return new IpvsadmFault($"You need to supply the '{option}' option for {whose}", words);
                continue;
            }

            if (!required && !exclusive && !options.Contains(option)) return new IpvsadmFault($"Illegal '{option}' option with {whose}", given[place]);
            if (!exclusive) continue;
            if (single >= 0) return new IpvsadmFault($"The option '{option}' conflicts with the '{Name(single)}' option in {whose}", given[place]);
            single = place;
        }

        return null;
    }

    private static HashSet<string> Set(string options) => [.. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
