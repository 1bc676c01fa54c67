using System.Net.NetworkInformation;
using HaDirector.Config;
using HaDirector.Daemon.Configuration;
using HaDirector.Model;

namespace HaDirector.Cli;

/// <summary>The network interfaces and the files of this host, for hadirector check.</summary>
internal static class HostInterfaces
{
    /// <summary>Reads them; null when they cannot be read, and then the file is judged alone.</summary>
    public static HostFacts? Read()
    {
        try
        {
            return new HostFacts([.. NetworkInterface.GetAllNetworkInterfaces().Select(Facts)]) { Files = HostFiles.WhyNot };
        }
        catch (NetworkInformationException)
        {
            return null;
        }
    }

    private static InterfaceFacts Facts(NetworkInterface device) => new(device.Name, [.. device.GetIPProperties().UnicastAddresses.Select(Prefix)]);

    private static IpPrefix Prefix(UnicastIPAddressInformation address)
    {
        // A link-local address carries its interface as a scope, which is no part of the value.
        _ = IpAddress.TryRead(address.Address.GetAddressBytes(), out IpAddress value);
        return new IpPrefix(value, (byte)address.PrefixLength);
    }
}
