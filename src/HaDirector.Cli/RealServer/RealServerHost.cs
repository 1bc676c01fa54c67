using HaDirector.Engine.RealServer;
using HaDirector.Linux;
using HaDirector.Linux.Netlink;
using HaDirector.Linux.Route;

namespace HaDirector.Cli.RealServer;

/// <summary>Changes this host as a real server, and undoes it. Belongs to the thread whose network namespace it is.</summary>
internal sealed class RealServerHost : IDisposable
{
    /// <summary>IFA_PROTO of the addresses that are set here; another than a director's, whose clean-up must not take them.</summary>
    private const byte Protocol = 113;

    /// <summary>The host's addresses and links.</summary>
    public HostNetwork Network { get; } = new();

    /// <summary>Ports at which the host unwraps GUE.</summary>
    public GuePorts Ports { get; } = new();

    /// <summary>Whether the host has the address where it is needed.</summary>
    public bool Has(HostAddress wanted) =>
        Network.Addresses().Any(address => address.Interface == wanted.Interface && address.Address == wanted.Prefix);

    /// <summary>Makes a change; null when it is done, otherwise why not.</summary>
    public string? Do(RealServerChange change) => change switch
    {
        RealServerChange.Setting setting => Sysctl.Write(setting.Name, setting.After),
        RealServerChange.LinkUp link => Network.SetUp(link.Name, true),
        RealServerChange.Made { Tunnel: var tunnel } => Network.Make(tunnel),
        RealServerChange.Added { Address: var address } => Network.Add(new InterfaceAddress(address.Interface, address.Prefix, Protocol)),
        RealServerChange.Opened { Port: var port } => Ports.Open(port),
        _ => null,
    };

    /// <summary>Undoes a change; null when it is undone or was undone by somebody else, otherwise why not.</summary>
    public string? Undo(RealServerChange change) => change switch
    {
        RealServerChange.Setting setting => GoBack(setting),
        RealServerChange.LinkUp link => Network.IsUp(link.Name) == true ? Network.SetUp(link.Name, false) : null,
        RealServerChange.Made { Tunnel: var tunnel } => Network.Remove(tunnel),
        RealServerChange.Added { Address: var address } => Network.Remove(address.Interface, address.Prefix),
        RealServerChange.Opened { Port: var port } => Ports.Close(port),
        _ => null,
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        Network.Dispose();
        Ports.Dispose();
    }

    private static string? GoBack(RealServerChange.Setting setting)
    {
        string? now = Sysctl.Read(setting.Name);
        if (now is null || now == setting.Before) return null;
        return now == setting.After
            ? Sysctl.Write(setting.Name, setting.Before)
            : $"{setting.Name} is {now} now, not the {setting.After} that was set here: left as it is";
    }
}
