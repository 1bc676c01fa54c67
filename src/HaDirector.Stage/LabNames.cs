using HaDirector.Drills;

namespace HaDirector.Stage;

/// <summary>Names of the lab's namespaces, interfaces and switch ports.</summary>
/// <param name="Prefix">What the names of namespaces begin with.</param>
internal sealed record LabNames(string Prefix)
{
    /// <summary>The interface of every host on the client's network.</summary>
    public const string Front = "eth0";

    /// <summary>Where the switch is.</summary>
    public string Switch => Prefix + "net";

    /// <summary>Where the client is.</summary>
    public string Client => Prefix + "client";

    /// <summary>Where a director is.</summary>
    public string Director(DirectorSeat seat) => Prefix + seat.Name;

    /// <summary>Where a real server is; the first has number 1.</summary>
    public string Server(int number) => $"{Prefix}rs{number}";

    /// <summary>A host's switch port on the client's network.</summary>
    public static string FrontPort(string host) => host + "-0";

    /// <summary>A host's switch port on the servers' network.</summary>
    public static string BackPort(string host) => host + "-1";
}
