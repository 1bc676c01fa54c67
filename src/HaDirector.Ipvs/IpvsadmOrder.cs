using System.Buffers.Binary;
using HaDirector.Model;

namespace HaDirector.Ipvs;

/// <summary>The order in which ipvsadm lists services and servers.</summary>
/// <remarks>
/// It subtracts 32-bit numbers and looks at the sign of the result, so that 192.0.2.1 comes before 10.0.0.1 (more than 2^31 apart).
/// That is no order in the mathematical sense, and what comes out depends on how one sorts: as the C library does, by merging halves.
/// Where three entries beat each other in a circle it depends on the kernel's order too, which is not known here.
/// </remarks>
internal static class IpvsadmOrder
{
    public static int Compare(ServiceKey a, ServiceKey b)
    {
        int order = (int)(a.FirewallMark - b.FirewallMark);
        if (order == 0) order = (int)a.Family - (int)b.Family;
        if (order == 0) order = (int)a.Transport - (int)b.Transport;
        if (order == 0 && !a.IsMark) order = Compare(a.Address, b.Address);
        return order;
    }

    public static int Compare(IpEndpoint a, IpEndpoint b)
    {
        int order = Compare(a.Address, b.Address);
        return order != 0 ? order : a.Port - b.Port;
    }

    /// <summary>Sorts by merging halves; the first half wins a tie.</summary>
    public static T[] Sort<T>(T[] items, Comparison<T> compare)
    {
        if (items.Length < 2) return items;
        T[] first = Sort(items[..(items.Length / 2)], compare), second = Sort(items[(items.Length / 2)..], compare);
        T[] merged = new T[items.Length];
        for (int i = 0, f = 0, s = 0; i < merged.Length; i++)
            merged[i] = s == second.Length || (f < first.Length && compare(first[f], second[s]) <= 0) ? first[f++] : second[s++];
        return merged;
    }

    private static int Compare(IpAddress a, IpAddress b)
    {
        Span<byte> left = stackalloc byte[16], right = stackalloc byte[16];
        left.Clear();
        right.Clear();
        a.Write(left);
        b.Write(right);
        int words = a.IsV4 ? 1 : 4, order = 0;
        for (int i = 0; order == 0 && i < words; i++)
            order = (int)(BinaryPrimitives.ReadUInt32BigEndian(left[(4 * i)..]) - BinaryPrimitives.ReadUInt32BigEndian(right[(4 * i)..]));
        return order;
    }
}
