using System.Net;
using System.Net.NetworkInformation;
using HaDirector.Engine;
using HaDirector.Linux;
using HaDirector.Linux.Route;
using HaDirector.Model;

namespace HaDirector.Daemon.Services;

/// <summary>
/// What is known of this host's own interfaces when a server fails. A look takes milliseconds, and the kernel should know of the failure before: so it is
/// had already, and only taken anew when the kernel has told of a change since. For one thread.
/// </summary>
/// <param name="wake">Tells the loop that there is something to take.</param>
internal sealed class OwnLinks(Action wake) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10); // for gateways: of those nothing is told
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(100); // many that fail at once cost one look

    private sealed record Seen(IReadOnlyList<OwnLink> Links, Instant Began);

    private readonly RouteMonitor? _monitor = Listen();
    private readonly BackgroundLook<Seen> _look = new(Look, Interval, wake);
    private Seen? _seen;
    private Instant _changed;
    private HashSet<IpAddress> _silent = [];
    private Instant? _silentAt;

    /// <summary>Takes what was seen, and has a look taken when one is due.</summary>
    /// <returns>When to come back though nothing was seen.</returns>
    public Instant Turn(Instant now)
    {
        if (_look.Take() is { } seen && (_seen is null || seen.Began > _seen.Began)) _seen = seen;
        return _look.Turn(now);
    }

    /// <summary>Whether this host's own link to another is seen to be broken.</summary>
    public bool IsCutOff(IpAddress host, Instant now)
    {
        if (HasChanged()) _changed = now;
        if (_seen is not { } seen || seen.Began < _changed) _seen = seen = Look();
        return OwnLink.IsCutOff(seen.Links, host, gateway => IsSilent(gateway, now));
    }

    /// <inheritdoc/>
    public void Dispose() => _monitor?.Dispose();

    private static RouteMonitor? Listen()
    {
        try
        {
            return new RouteMonitor();
        }
        catch (LinuxException)
        {
            return null;
        }
    }

    private bool HasChanged()
    {
        if (_monitor is null) return true;
        bool changed = false;
        Span<int> interfaces = stackalloc int[64];
        for (int count; (count = _monitor.Receive(interfaces)) >= 0;) changed |= count > 0;
        return changed;
    }

    private static Seen Look()
    {
        Instant began = Clock.Now;
        try
        {
            return new Seen([.. NetworkInterface.GetAllNetworkInterfaces().Select(LinkOf)], began);
        }
        catch (NetworkInformationException)
        {
            return new Seen([], began); // no sign
        }
    }

    private bool IsSilent(IpAddress gateway, Instant now)
    {
        if (_silentAt is not { } at || now - at >= Fresh)
        {
            _silentAt = now;
            try
            {
                _silent = [.. File.ReadLines("/proc/net/arp").Skip(1).Select(SilentIn).OfType<IpAddress>()];
            }
            catch (IOException)
            {
                _silent = [];
            }
        }
        return _silent.Contains(gateway);
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
