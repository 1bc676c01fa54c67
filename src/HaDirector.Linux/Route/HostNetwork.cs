using HaDirector.Linux.Interop;
using HaDirector.Model;
using HaDirector.Netlink.Route;

namespace HaDirector.Linux.Route;

/// <summary>An address of this host.</summary>
/// <param name="Interface">Interface it is on.</param>
/// <param name="Address">Address and prefix length.</param>
/// <param name="Protocol">Who it belongs to (IFA_PROTO).</param>
public readonly record struct InterfaceAddress(string Interface, IpPrefix Address, byte Protocol);

/// <summary>Addresses and links of this host by interface name, with failures in words: for verbs, not for loops. Of the calling thread's network namespace.</summary>
public sealed class HostNetwork : IDisposable
{
    private const int AddressesMax = 16384; // of one family; what lies beyond is not seen

    private readonly RouteSocket _route = new();

    /// <summary>Every address of the host, IPv4 first.</summary>
    public List<InterfaceAddress> Addresses()
    {
        AddressRecord[] found = new AddressRecord[AddressesMax];
        List<InterfaceAddress> addresses = [];
        foreach (IpFamily family in (IpFamily[])[IpFamily.V4, IpFamily.V6])
        {
            int count = _route.ListAddresses(family, 0, found);
            for (int i = 0; i < count; i++)
                addresses.Add(new InterfaceAddress(InterfaceName.Of(found[i].InterfaceIndex) ?? "", found[i].Address, found[i].Protocol));
        }
        return addresses;
    }

    /// <summary>Whether an interface is up; null when there is none. Asking for the first device of a tunnel driver makes the kernel load it.</summary>
    public bool? IsUp(string name) => InterfaceName.IndexOf(name) != 0 && _route.TryFindLink(name, out LinkRecord link) ? link.IsUp : null;

    /// <summary>Sets an interface up or down; null when it is done, otherwise why not.</summary>
    public string? SetUp(string name, bool up) =>
        Said(_route.SetUp(InterfaceName.IndexOf(name), up), $"set {name} {(up ? "up" : "down")}");

    /// <summary>Whether a tunnel is there as it should be; null when there is no device of its name.</summary>
    public bool? Has(ReceivingTunnel tunnel) =>
        InterfaceName.IndexOf(tunnel.Name) == 0 ? null : _route.TryFindTunnel(tunnel.Name, out ReceivingTunnel found) && found == tunnel;

    /// <summary>Makes a tunnel, up; null when it is done, otherwise why not.</summary>
    public string? Make(ReceivingTunnel tunnel) => _route.MakeTunnel(tunnel) switch
    {
        0 => null,
        Errno.EEXIST => $"make {tunnel.Name}: another device is an {tunnel.Kind} tunnel with local {tunnel.Local} and remote any, and the kernel takes one only",
        int error => Said(error, $"make {tunnel.Name} ({tunnel.Kind})"),
    };

    /// <summary>Removes a tunnel; null when it is gone, otherwise why not. One that is another now is left as it is.</summary>
    public string? Remove(ReceivingTunnel tunnel) => Has(tunnel) switch
    {
        null => null,
        false => $"{tunnel.Name} is not the tunnel that was made here: left as it is",
        true => Said(_route.DeleteLink(InterfaceName.IndexOf(tunnel.Name)), $"remove {tunnel.Name}"),
    };

    /// <summary>Adds an address that stays; null when it is done, otherwise why not.</summary>
    public string? Add(InterfaceAddress address) => Said(
        _route.SetAddress(InterfaceName.IndexOf(address.Interface), address.Address, address.Protocol, VirtualAddresses.Forever),
        $"add {address.Address} to {address.Interface}");

    /// <summary>Removes an address; null when it is gone, otherwise why not.</summary>
    public string? Remove(string name, IpPrefix address)
    {
        int error = _route.DeleteAddress(InterfaceName.IndexOf(name), address);
        return error is Errno.EADDRNOTAVAIL or Errno.ENODEV ? null : Said(error, $"remove {address} from {name}");
    }

    /// <inheritdoc/>
    public void Dispose() => _route.Dispose();

    private static string? Said(int error, string what) => error == 0 ? null : new LinuxException(what, error).Message;
}
