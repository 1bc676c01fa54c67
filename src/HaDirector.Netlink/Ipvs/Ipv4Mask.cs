using System.Numerics;

namespace HaDirector.Netlink.Ipvs;

/// <summary>Prefix lengths as IPv4 masks in host order.</summary>
internal static class Ipv4Mask
{
    public static uint FromLength(int length) => length == 0 ? 0 : uint.MaxValue << (32 - length);

    /// <summary>The leading ones of the mask; a mask with holes is only ever a stranger's.</summary>
    public static byte Length(uint mask) => (byte)BitOperations.LeadingZeroCount(~mask);
}
