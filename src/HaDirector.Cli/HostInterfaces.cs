using System.Net.NetworkInformation;
using HaDirector.Config;
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
            return new HostFacts([.. NetworkInterface.GetAllNetworkInterfaces().Select(Facts)]) { Files = WhyNot };
        }
        catch (NetworkInformationException)
        {
            return null;
        }
    }

    // The director itself runs as root, so that only what root may change is run as root.
    private static string? WhyNot(string path, bool run, bool asRoot)
    {
        if (run) return HaDirector.Linux.Tracking.Program.Refuse(path, asRoot);
        try
        {
            using FileStream opened = File.OpenRead(path);
            return null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return "no such file";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
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
