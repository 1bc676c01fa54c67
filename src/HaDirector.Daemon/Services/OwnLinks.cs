using System.Net;
using System.Net.NetworkInformation;
using HaDirector.Engine;
using HaDirector.Model;

namespace HaDirector.Daemon.Services;

/// <summary>Looks at this host's own interfaces when a server fails; many that fail at once cost one look.</summary>
internal sealed class OwnLinks
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(100);

    private IReadOnlyList<OwnLink> _links = [];
    private HashSet<IpAddress> _silent = [];
    private Instant? _lookedAt;

    /// <summary>Whether this host's own link to another is seen to be broken.</summary>
    public bool IsCutOff(IpAddress host, Instant now)
    {
        if (_lookedAt is not { } at || now - at >= Fresh) Look(now);
        return OwnLink.IsCutOff(_links, host, _silent.Contains);
    }

    private void Look(Instant now)
    {
        _lookedAt = now;
        try
        {
            _links = [.. NetworkInterface.GetAllNetworkInterfaces().Select(LinkOf)];
            _silent = [.. File.ReadLines("/proc/net/arp").Skip(1).Select(SilentIn).OfType<IpAddress>()];
        }
        catch (Exception e) when (e is NetworkInformationException or IOException)
        {
            (_links, _silent) = ([], []); // no sign
        }
    }

    private static OwnLink LinkOf(NetworkInterface device)
    {
        IPInterfaceProperties properties = device.GetIPProperties();
        return new OwnLink(
            device.Name, device.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown,
            [.. properties.UnicastAddresses.Select(address => new IpPrefix(Value(address.Address), (byte)address.PrefixLength))],
            [.. properties.GatewayAddresses.Select(gateway => Value(gateway.Address))]);
    }

    // A link-local address carries its interface as a scope, which is no part of the value.
    private static IpAddress Value(IPAddress address) => IpAddress.TryRead(address.GetAddressBytes(), out IpAddress value) ? value : default;

    // "192.0.2.1  0x1  0x0  00:00:00:00:00:00  *  eth0": flags 0 is asked for and not answered (proc_pid_net(5)).
    private static IpAddress? SilentIn(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 2 && words[2] == "0x0" && IpAddress.TryParse(words[0], out IpAddress address) ? address : null;
    }
}
