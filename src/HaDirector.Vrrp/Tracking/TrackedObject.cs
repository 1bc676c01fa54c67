using HaDirector.Model;

namespace HaDirector.Vrrp.Tracking;

/// <summary>Something whose being up or down moves the priority of routers, or faults them.</summary>
/// <param name="Name">Name in the configuration, unique in a plan; what is written in place has a name made of what it is, such as "interface eth1".</param>
public abstract record TrackedObject(string Name)
{
    /// <summary>Longest name, in bytes.</summary>
    public const int NameMax = 79;

    /// <summary>Whether the VRRP process looks itself; the director process tells the values of the others.</summary>
    public bool IsLocal => this is InterfaceTrack or RouteTrack or SourceAddressTrack or BfdTrack or RouterTrack;
}

/// <summary>An interface: up is present, up and with carrier.</summary>
/// <param name="Name">Name.</param>
/// <param name="Interface">Interface.</param>
public sealed record InterfaceTrack(string Name, string Interface) : TrackedObject(Name)
{
    /// <summary>How long it must be up before it counts as up.</summary>
    public TimeSpan UpDelay { get; init; }

    /// <summary>How long it must be down before it counts as down.</summary>
    public TimeSpan DownDelay { get; init; }
}

/// <summary>A route: up is in the table.</summary>
/// <param name="Name">Name.</param>
/// <param name="Destination">Its destination, exactly.</param>
/// <param name="Table">Its table; 254 is main.</param>
public sealed record RouteTrack(string Name, IpPrefix Destination, uint Table) : TrackedObject(Name);

/// <summary>An address of this host: up is on an interface.</summary>
/// <param name="Name">Name.</param>
/// <param name="Address">The address.</param>
public sealed record SourceAddressTrack(string Name, IpAddress Address) : TrackedObject(Name);

/// <summary>A BFD session: up is the state Up.</summary>
/// <param name="Name">Name.</param>
/// <param name="Session">Name of the session.</param>
public sealed record BfdTrack(string Name, string Session) : TrackedObject(Name);

/// <summary>Another virtual router of this director: up is master or backup, not fault.</summary>
/// <param name="Name">Name.</param>
/// <param name="Router">Its name.</param>
public sealed record RouterTrack(string Name, string Router) : TrackedObject(Name);

/// <summary>A program that is run again and again: up is exit code 0.</summary>
/// <param name="Name">Name.</param>
/// <param name="Command">Program (absolute path) and its arguments; no shell.</param>
/// <param name="Interval">Time from start to start.</param>
/// <param name="Timeout">When it is killed, with its process group; counts as a failure.</param>
public sealed record ScriptTrack(string Name, IReadOnlyList<string> Command, TimeSpan Interval, TimeSpan Timeout) : TrackedObject(Name)
{
    /// <summary>Good runs in a row that make it up.</summary>
    public int Rise { get; init; } = 1;

    /// <summary>Failed runs in a row that make it down.</summary>
    public int Fall { get; init; } = 1;

    /// <summary>User it runs as; empty is our own.</summary>
    public string User { get; init; } = "";
}

/// <summary>A file with a number: the number times the weight is added to the priority; without a number it counts as 0, missing as down.</summary>
/// <param name="Name">Name.</param>
/// <param name="Path">Absolute path.</param>
public sealed record FileTrack(string Name, string Path) : TrackedObject(Name);

/// <summary>Processes of one program: up while their number is in bounds.</summary>
/// <param name="Name">Name.</param>
/// <param name="Process">Name as in /proc/PID/comm (at most 15 characters), or the path of the program.</param>
public sealed record ProcessTrack(string Name, string Process) : TrackedObject(Name)
{
    /// <summary>Fewest.</summary>
    public int Minimum { get; init; } = 1;

    /// <summary>Most.</summary>
    public int Maximum { get; init; } = int.MaxValue;

    /// <summary>How long the number must be right before it counts as up.</summary>
    public TimeSpan UpDelay { get; init; }

    /// <summary>How long the number must be wrong before it counts as down.</summary>
    public TimeSpan DownDelay { get; init; }
}

/// <summary>A virtual service: up while enough of its servers are up.</summary>
/// <param name="Name">Name.</param>
/// <param name="Service">Name of the service.</param>
/// <param name="Minimum">Fewest servers up.</param>
public sealed record ServiceTrack(string Name, string Service, int Minimum) : TrackedObject(Name);

/// <summary>How one router uses a tracked object.</summary>
/// <param name="Track">Position of the object in the plan.</param>
/// <param name="Weight">-253 to 253: a positive one is added while up, a negative one while down; 0 faults the router while down.</param>
/// <param name="Reverse">Turns up and down around.</param>
public readonly record struct TrackUse(int Track, int Weight, bool Reverse);
