using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Engine.RealServer;

/// <summary>The device out of which the kernel gives unwrapped packets. It is that of the module itself, which takes them from any director.</summary>
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

    /// <summary>The device for packets of a family inside packets of a family; null for IP in IPv6, whose ip6tnl0 takes packets from nobody. What comes out of GUE is IP in IP.</summary>
    public static string? Of(TunnelType type, IpFamily inner, IpFamily outer) => (type, inner, outer) switch
    {
        (TunnelType.Gre, _, IpFamily.V4) => "gre0",
        (TunnelType.Gre, _, _) => "ip6gre0",
        (_, IpFamily.V4, IpFamily.V4) => "tunl0",
        (_, IpFamily.V6, IpFamily.V4) => "sit0",
        _ => null,
    };
}
