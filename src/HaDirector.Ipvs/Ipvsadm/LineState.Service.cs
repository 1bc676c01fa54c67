using HaDirector.Model;

namespace HaDirector.Ipvs.Ipvsadm;

internal sealed partial class LineState
{
    private static readonly (string Name, ServiceFlags Flag, string? Scheduler)[] FlagNames =
    [
        ("flag-1", ServiceFlags.SchedulerFallback, null), ("flag-2", ServiceFlags.SchedulerPort, null), ("flag-3", ServiceFlags.SchedulerThird, null),
        ("sh-fallback", ServiceFlags.SchedulerFallback, "sh"), ("sh-port", ServiceFlags.SchedulerPort, "sh"),
        ("mh-fallback", ServiceFlags.SchedulerFallback, "mh"), ("mh-port", ServiceFlags.SchedulerPort, "mh"),
    ];

    private IpvsadmFault? Service(SwitchReader at, Transport transport)
    {
        _transport = transport;
        if (Word.Endpoint(at.Argument!, transport, _names, out _address, out ushort? port) is { } wrong)
            return new IpvsadmFault("illegal virtual server address[:port] specified", at.Word, wrong);
        (_family, _port, _prefix6) = (_address.Family, port ?? 0, 128);
        return null;
    }

    private IpvsadmFault? Mark(SwitchReader at)
    {
        string? wrong = Word.Number(at.Argument!, IsSaved ? int.MinValue : 1, uint.MaxValue, out long mark);
        if (wrong is null && mark == 0) wrong = "a mark is not 0";
        if (wrong is not null)
            return new IpvsadmFault($"invalid fwmark value `{Word.Shown(at.Argument!)}' specified", at.Word, wrong);
        (_family, _transport, _mark) = (IpFamily.V4, Transport.Tcp, (uint)mark); // port names of its servers are TCP's
        return null;
    }

    private IpvsadmFault? Persistent(SwitchReader at)
    {
        (_flags, _seconds) = (_flags | ServiceFlags.Persistent, DefaultPersistence);
        return at.Argument is { } text ? Timeout(text, at.Word, 1, n => _seconds = n) : null;
    }

    private IpvsadmFault? Netmask(SwitchReader at)
    {
        if (_family == IpFamily.V6) return Number(at, 1, 128, "illegal ipv6 netmask specified", n => _prefix6 = (byte)n);
        _maskFault = Word.Mask(at.Argument!, out _prefix4);
        return null;
    }

    private static IpvsadmFault? Timeout(string text, int word, int least, Action<uint> take)
    {
        if (Word.Number(text, least, LongestTimeout, out long seconds) is { } wrong)
            return new IpvsadmFault($"invalid timeout value `{Word.Shown(text)}' specified", word, wrong);
        take((uint)seconds);
        return null;
    }

    private ServiceKey Key() => _mark != 0 ? ServiceKey.Mark(_mark, _family!.Value) : ServiceKey.At(_transport, new IpEndpoint(_address, _port));

    private IpvsadmFault? SchedulerFlags()
    {
        string scheduler = _scheduler.Length == 0 ? DefaultScheduler : _scheduler;
        string[] flags = _flagWords!.Split(',', StringSplitOptions.RemoveEmptyEntries);
        int word = WordOf(Tag.SchedulerFlags);
        if (flags.Length == 0 && _flagWords.Length > 0) return new IpvsadmFault($"invalid scheduler flag `{Word.Shown(_flagWords)}'", word);
        foreach (string flag in flags)
        {
            (string Name, ServiceFlags Flag, string? Scheduler) known = FlagNames.FirstOrDefault(f => f.Name == flag);
            if (known.Name is null)
            {
                string? hint = Nearest.Name(flag, FlagNames.Select(f => f.Name)) is { } near ? $"did you mean {near}?" : null;
                return new IpvsadmFault($"invalid scheduler flag `{Word.Shown(flag)}'", word, hint);
            }

            if (known.Scheduler is { } whose && whose != scheduler)
                return new IpvsadmFault($"incompatible scheduler flag `{flag}'", word, $"it is of -s {whose}, and this service has -s {scheduler}");
            _flags |= known.Flag;
        }

        return null;
    }

    private ServiceSpec? Spec(out IpvsadmFault? fault)
    {
        fault = null;
        bool persistent = _flags.HasFlag(ServiceFlags.Persistent);
        if (_mark == 0 && _port == 0 && !persistent)
            fault = new IpvsadmFault("Zero port specified for non-persistent service", WordOf(Tag.Tcp), "name a port, or add -p");
        else if (_flags.HasFlag(ServiceFlags.OnePacket) && _mark == 0 && _transport != Transport.Udp)
            fault = new IpvsadmFault("One-Packet Scheduling is only for UDP virtual services", WordOf(Tag.OnePacket));
        else if (persistent && _family == IpFamily.V4 && _maskFault is { } wrong)
            fault = new IpvsadmFault("illegal virtual server persistent mask specified", WordOf(Tag.Netmask), wrong);
        if (fault is not null) return null;
        ServiceSpec spec = new(_scheduler.Length == 0 ? DefaultScheduler : _scheduler, _flags, _seconds, _family == IpFamily.V6 ? _prefix6 : _prefix4)
        {
            PersistenceEngine = _engine is { Length: > 0 } engine ? engine : null,
        };
        return spec.Normal(_family!.Value);
    }
}
