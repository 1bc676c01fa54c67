namespace HaDirector.Ipvs.Ipvsadm;

internal sealed partial class LineState
{
    /// <summary>Judges the line as a whole.</summary>
    /// <param name="leftover">Words that belong to no switch.</param>
    /// <param name="fault">What is wrong with it; null when there is a command.</param>
    public IpvsadmCommand? Finish(IReadOnlyList<int> leftover, out IpvsadmFault? fault)
    {
        fault = null;
        if (_command == Tag.Help) return new IpvsadmCommand.Help();
        if (_command == Tag.Version) return new IpvsadmCommand.Version();
        uint[] timeouts = new uint[3];
        int taken = 0;
        if (_command == Tag.Set)
        {
            taken = timeouts.Length;
            if (leftover.Count < taken) fault = new IpvsadmFault("--set option requires 3 timeout values", _words.Count);
            for (int i = 0; i < taken && fault is null; i++) fault = Timeout(_words[leftover[i]], leftover[i], 0, n => timeouts[i] = n);
        }

        if (fault is null && leftover.Count > taken)
            fault = new IpvsadmFault($"unexpected argument {Word.Shown(_words[leftover[taken]])}", leftover[taken]);
        if (fault is null && _flagWords is not null) fault = SchedulerFlags();
        fault ??= Legality.Judge(_command, _given, _words.Count);
        if (fault is not null) return null;
        return _command switch
        {
            Tag.AddService => Spec(out fault) is { } spec ? Change(new IpvsChange.AddService(Key(), spec)) : null,
            Tag.EditService => Spec(out fault) is { } spec ? Change(new IpvsChange.EditService(Key(), spec)) : null,
            Tag.DeleteService => Change(new IpvsChange.RemoveService(Key())),
            Tag.AddServer => ServerSpec(out fault) is { } spec ? Change(new IpvsChange.AddDestination(Key(), _server, spec)) : null,
            Tag.EditServer => ServerSpec(out fault) is { } spec ? Change(new IpvsChange.EditDestination(Key(), _server, spec)) : null,
            Tag.DeleteServer => Change(new IpvsChange.RemoveDestination(Key(), _server)),
            Tag.Clear => new IpvsadmCommand.Clear(),
            Tag.Zero => new IpvsadmCommand.Zero(_mark == 0 && _port == 0 && (_family is null || _address.IsAny) ? null : Key()),
            Tag.Set => new IpvsadmCommand.SetTimeouts(new IpvsTimeouts(timeouts[0], timeouts[1], timeouts[2])),
            Tag.StartDaemon => new IpvsadmCommand.StartDaemon(
                _daemon with { Role = _role, Interface = _daemon.Interface is { Length: > 0 } name ? name : DefaultInterface }, _daemonTransport),
            Tag.StopDaemon => new IpvsadmCommand.StopDaemon(_role),
            Tag.Restore => new IpvsadmCommand.Restore(),
            Tag.Save => new IpvsadmCommand.Save(Has(Tag.Numeric)),
            _ => List(out fault),
        };
    }

    private static IpvsadmCommand.Change Change(IpvsChange change) => new(change);

    private IpvsadmCommand.List? List(out IpvsadmFault? fault)
    {
        bool apart = Has(Tag.Timeout) || Has(Tag.Daemon);
        bool columns = Has(Tag.Stats) || Has(Tag.Rate) || Has(Tag.Thresholds);
        fault = ((apart || Has(Tag.Connection)) && columns) || (apart && Has(Tag.PersistentConn))
            ? new IpvsadmFault("options conflicts in the list command", _words.Count)
            : null;
        if (fault is not null) return null;
        // Where several forms are asked for, ipvsadm takes the first of these.
        ListForm form = Has(Tag.Stats) ? ListForm.Counters
            : Has(Tag.Rate) ? ListForm.Rates
            : Has(Tag.Thresholds) ? ListForm.Thresholds
            : Has(Tag.PersistentConn) ? ListForm.Persistent
            : Has(Tag.TunnelInfo) ? ListForm.Tunnels
            : ListForm.Plain;
        ListSubject subject = Has(Tag.Connection) ? ListSubject.Connections
            : Has(Tag.Timeout) ? ListSubject.Timeouts
            : Has(Tag.Daemon) ? ListSubject.Daemons
            : ListSubject.Table;
        return new IpvsadmCommand.List(new ListRequest(
            subject, Has(Tag.Tcp) ? Key() : null, form, Has(Tag.Numeric), Has(Tag.Exact), !Has(Tag.NoSort), Has(Tag.PersistentConn)));
    }
}
