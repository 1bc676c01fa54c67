using HaDirector.Model;

namespace HaDirector.Ipvs.Connections;

/// <summary>Which connections are wanted; what is null lets all pass.</summary>
public sealed record ConnectionFilter
{
    /// <summary>Lets everything pass.</summary>
    public static readonly ConnectionFilter All = new();

    /// <summary>Of this service.</summary>
    public ServiceKey? Service { get; init; }

    /// <summary>To servers in this network.</summary>
    public IpPrefix? Server { get; init; }

    /// <summary>To this port of the server.</summary>
    public ushort? ServerPort { get; init; }

    /// <summary>From clients in this network.</summary>
    public IpPrefix? Client { get; init; }

    /// <summary>In this state, upper case.</summary>
    public string? State { get; init; }

    /// <summary>From there.</summary>
    public ConnectionOrigin? Origin { get; init; }

    /// <summary>Whether a connection is wanted.</summary>
    /// <param name="entry">The connection.</param>
    /// <param name="service">Its service, when that is known.</param>
    public bool Takes(in ConnectionEntry entry, ServiceKey? service) =>
        (Service is not { } wanted || wanted == service)
        && (Server is not { } servers || servers.Contains(entry.Server.Address))
        && (ServerPort is not { } port || port == entry.Server.Port)
        && (Client is not { } clients || clients.Contains(entry.Client.Address))
        && (State is null || State == entry.State)
        && (Origin is not { } origin || origin == entry.Origin);
}
