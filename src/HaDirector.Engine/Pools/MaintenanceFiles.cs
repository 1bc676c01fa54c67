using HaDirector.Model;

namespace HaDirector.Engine.Pools;

/// <summary>The servers that are worked on by the names of files: ADDRESS is every port of it, ADDRESS:PORT one ([ADDRESS]:PORT for IPv6). Other names are nobody's.</summary>
internal sealed class MaintenanceFiles
{
    /// <summary>Most names that are looked at.</summary>
    public const int Most = 100_000;

    private readonly HashSet<IpAddress> _hosts = [];
    private readonly HashSet<IpEndpoint> _servers = [];

    /// <summary>Takes the names of a folder.</summary>
    public MaintenanceFiles(IEnumerable<string> names)
    {
        foreach (string name in names.Take(Most))
        {
            if (IpAddress.TryParse(name, out IpAddress host)) _hosts.Add(host);
            else if (IpEndpoint.TryParse(name, out IpEndpoint server)) _servers.Add(server);
        }
    }

    /// <summary>Whether a server is worked on.</summary>
    public bool Contain(IpEndpoint server) => _hosts.Contains(server.Address) || _servers.Contains(server);
}
