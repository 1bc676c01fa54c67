using HaDirector.Model;

namespace HaDirector.Ipvs.Ipvsadm;

/// <summary>Names of hosts and of ports, for rules and listings that are not numeric.</summary>
public interface INames
{
    /// <summary>Name of an address, or null when it has none.</summary>
    string? Host(IpAddress address);

    /// <summary>Name of a port, or null when it has none.</summary>
    string? Port(ushort port, Transport transport);

    /// <summary>The IPv4 address of a name.</summary>
    bool TryHost(string name, out IpAddress address);

    /// <summary>The port of a name.</summary>
    bool TryPort(string name, Transport transport, out ushort port);
}

/// <summary>Nothing has a name.</summary>
public sealed class NoNames : INames
{
    /// <summary>The only one.</summary>
    public static readonly NoNames Instance = new();

    private NoNames()
    {
    }

    /// <inheritdoc/>
    public string? Host(IpAddress address) => null;

    /// <inheritdoc/>
    public string? Port(ushort port, Transport transport) => null;

    /// <inheritdoc/>
    public bool TryHost(string name, out IpAddress address)
    {
        address = default;
        return false;
    }

    /// <inheritdoc/>
    public bool TryPort(string name, Transport transport, out ushort port)
    {
        port = 0;
        return false;
    }
}
