using HaDirector.Model;

namespace HaDirector.Drills.Simulation;

/// <summary>Names and addresses in simulated worlds.</summary>
public static class WorldNames
{
    /// <summary>Name of a director: lb01, lb02, ...</summary>
    public static string Director(int index) => $"lb{index + 1:D2}";

    /// <summary>Address of a director on a segment: 192.0.2.11 and so on; the next segment is 192.0.3.0.</summary>
    public static IpAddress Address(int segment, int director) => IpAddress.FromV4(0xC000_020B + ((uint)segment << 8) + (uint)director);

    /// <summary>Which director has an address.</summary>
    public static int DirectorOf(IpAddress address) => (int)((address.V4Bits & 0xFF) - 11);
}
