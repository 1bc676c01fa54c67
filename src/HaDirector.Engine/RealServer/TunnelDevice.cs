using System.Globalization;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Engine.RealServer;

/// <summary>The device out of which the kernel gives unwrapped packets: that of the module itself where it takes them from any director, else a tunnel of our own.</summary>
public static class TunnelDevice
{
    /// <summary>All of them with their modules.</summary>
    public static IReadOnlyDictionary<string, string> Modules { get; } = new Dictionary<string, string>
    {
        ["tunl0"] = "ipip",
        ["sit0"] = "sit",
        ["gre0"] = "ip_gre",
        ["ip6gre0"] = "ip6_gre",
    };

    /// <summary>The module's device for packets of a family in a tunnel to a server; null where it takes none: ip6tnl0 never does, and those of GRE drop packets with a checksum.</summary>
    /// <param name="tunnel">How they are sent. What comes out of GUE is IP in IP.</param>
    /// <param name="inner">Family of the virtual address.</param>
    /// <param name="outer">Family of the server's address.</param>
    public static string? Of(TunnelSpec tunnel, IpFamily inner, IpFamily outer) => (tunnel.Type, inner, outer) switch
    {
        (TunnelType.Gre, _, _) when tunnel.Checksum == TunnelChecksum.Full => null,
        (TunnelType.Gre, _, IpFamily.V4) => "gre0",
        (TunnelType.Gre, _, _) => "ip6gre0",
        (_, IpFamily.V4, IpFamily.V4) => "tunl0",
        (_, IpFamily.V6, IpFamily.V4) => "sit0",
        _ => null,
    };

    /// <summary>A name for a tunnel of our own: by its kind, and a number where the host has several addresses.</summary>
    /// <param name="gre">GRE with checksums; else IP in IPv6.</param>
    /// <param name="outer">Family around it.</param>
    /// <param name="number">From 1 on.</param>
    public static string OwnName(bool gre, IpFamily outer, int number) =>
        (gre ? "hd-gre" : "hd-tun") + (outer == IpFamily.V4 ? "4" : "6") + (number == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"-{number}"));
}
