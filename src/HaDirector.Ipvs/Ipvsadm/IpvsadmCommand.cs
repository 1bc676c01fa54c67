namespace HaDirector.Ipvs.Ipvsadm;

/// <summary>What one command line of ipvsadm asks for.</summary>
public abstract record IpvsadmCommand
{
    private IpvsadmCommand()
    {
    }

    /// <summary>Adds, edits or deletes a service or a server.</summary>
    public sealed record Change(IpvsChange What) : IpvsadmCommand;

    /// <summary>Removes every service.</summary>
    public sealed record Clear : IpvsadmCommand;

    /// <summary>Zeroes the counters of one service, or of all.</summary>
    public sealed record Zero(ServiceKey? Service) : IpvsadmCommand;

    /// <summary>Sets the connection time-outs.</summary>
    public sealed record SetTimeouts(IpvsTimeouts Timeouts) : IpvsadmCommand;

    /// <summary>Starts a sync daemon.</summary>
    public sealed record StartDaemon(SyncDaemonSpec Daemon, SyncTransport Transport) : IpvsadmCommand;

    /// <summary>Stops a sync daemon.</summary>
    public sealed record StopDaemon(SyncRole Role) : IpvsadmCommand;

    /// <summary>Shows something.</summary>
    public sealed record List(ListRequest What) : IpvsadmCommand;

    /// <summary>Writes the table as rules.</summary>
    public sealed record Save(bool Numeric) : IpvsadmCommand;

    /// <summary>Reads rules.</summary>
    public sealed record Restore : IpvsadmCommand;

    /// <summary>Tells the options.</summary>
    public sealed record Help : IpvsadmCommand;

    /// <summary>Tells the version.</summary>
    public sealed record Version : IpvsadmCommand;
}
