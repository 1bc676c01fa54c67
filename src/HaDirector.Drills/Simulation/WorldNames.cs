using HaDirector.Model;

namespace HaDirector.Drills.Simulation;

/// <summary>Names and addresses in simulated worlds.</summary>
public static class WorldNames
{
    /// <summary>Name of a director: lb01, lb02, ...</summary>
    public static string Director(int index) => $"lb{index + 1:D2}";

    // Made once: an address is asked for with every packet.
    private static readonly IpAddress[] V6 =
        [.. Enumerable.Range(0, SegmentsMax * WorldSpec.DirectorsMax).Select(i => IpAddress.Parse($"fe80::{(i / WorldSpec.DirectorsMax) + 2}:{(i % WorldSpec.DirectorsMax) + 11}"))];

    /// <summary>Most segments of a world with routers of IPv6.</summary>
    public const int SegmentsMax = 8;

    /// <summary>Address of a director on a segment: 192.0.2.11 and so on, fe80::2:11 and so on; the next segment is 192.0.3.0 and fe80::3:0.</summary>
    public static IpAddress Address(int segment, int director, IpFamily family = IpFamily.V4) => family == IpFamily.V4
        ? IpAddress.FromV4(0xC000_020B + ((uint)segment << 8) + (uint)director)
        : V6[(segment * WorldSpec.DirectorsMax) + director];
}
