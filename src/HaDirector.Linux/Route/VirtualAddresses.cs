using HaDirector.Model;
using HaDirector.Netlink.Route;

namespace HaDirector.Linux.Route;

/// <summary>How our virtual addresses are known in the kernel, whoever set them.</summary>
public static class VirtualAddresses
{
    /// <summary>Address protocol (IFA_PROTO) of ours: the number of VRRP.</summary>
    public const byte Protocol = 112;

    /// <summary>The kernel removes an address so many seconds after its last renewal. Whole seconds only; seen gone after 2.1 s.</summary>
    public const uint LifetimeSeconds = 2;

    /// <summary>No lifetime (INFINITY_LIFE_TIME of the kernel): the address stays until somebody removes it.</summary>
    public const uint Forever = uint.MaxValue;

    private const int BatchMax = 256;
    private const int RoundsMax = 64;

    /// <summary>Removes every address of ours from every interface of the calling thread's network namespace.</summary>
    /// <returns>How many were removed.</returns>
    public static int RemoveAll()
    {
        using RouteSocket route = new();
        AddressRecord[] found = new AddressRecord[BatchMax];
        return RemoveAll(route, IpFamily.V4, found) + RemoveAll(route, IpFamily.V6, found);
    }

    /// <summary>Lists every address of ours, at most 4,096 of a family.</summary>
    public static IReadOnlyList<AddressRecord> List()
    {
        using RouteSocket route = new();
        AddressRecord[] found = new AddressRecord[4096];
        List<AddressRecord> ours = [];
        foreach (IpFamily family in (ReadOnlySpan<IpFamily>)[IpFamily.V4, IpFamily.V6])
        {
            int count = route.ListAddresses(family, 0, found, Protocol);
            ours.AddRange(found.AsSpan(0, Math.Max(count, 0)));
        }

        return ours;
    }

    /// <summary>
    /// The primary address among those of one interface, in the kernel's order (primaries first, as they were set): the source of adverts.
    /// Ours do not count. Not set when there is none. Allocates nothing.
    /// </summary>
    public static IpAddress PrimaryAmong(ReadOnlySpan<AddressRecord> addresses)
    {
        foreach (ref readonly AddressRecord record in addresses)
        {
            if (!record.IsSecondary && record.Protocol != Protocol) return record.Address.Address;
        }

        return default;
    }

    private static int RemoveAll(RouteSocket route, IpFamily family, AddressRecord[] found)
    {
        int removed = 0;
        for (int round = 0; round < RoundsMax; round++)
        {
            int count = route.ListAddresses(family, 0, found, Protocol);
            int removedBefore = removed;
            for (int i = 0; i < count; i++)
            {
                if (route.DeleteAddress(found[i].InterfaceIndex, found[i].Address) == 0) removed++;
            }

            if (count < found.Length || removed == removedBefore) break;
        }

        return removed;
    }
}
