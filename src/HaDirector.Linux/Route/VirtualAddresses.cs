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
    public static int RemoveAll() => RemoveAllBut(null);

    /// <summary>Removes every address of ours but some.</summary>
    /// <returns>How many were removed.</returns>
    public static int RemoveAllBut(IReadOnlySet<IpAddress>? except)
    {
        using RouteSocket route = new();
        AddressRecord[] found = new AddressRecord[BatchMax];
        return RemoveAll(route, IpFamily.V4, found, except) + RemoveAll(route, IpFamily.V6, found, except);
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
    /// The source of adverts among the addresses of one interface and family, in the kernel's order: the primary address of IPv4 (the first that was
    /// set), a link-local address of IPv6 (RFC 9568 sections 5.1.1.1 and 5.1.2.1). Ours do not count. Not set when there is none. Allocates nothing.
    /// </summary>
    /// <param name="addresses">Addresses of the interface.</param>
    /// <param name="before">The source until now: of several link-local addresses it stays, for the kernel lists the newest first.</param>
    public static IpAddress SourceAmong(ReadOnlySpan<AddressRecord> addresses, IpAddress before = default)
    {
        IpAddress first = default;
        foreach (ref readonly AddressRecord record in addresses)
        {
            IpAddress address = record.Address.Address;
            if (record.IsSecondary || record.Protocol == Protocol || !record.CanSend || !(address.IsV4 || address.IsV6LinkLocal)) continue;
            if (!first.IsSet) first = address;
            if (!address.IsV4 && address == before) return before;
        }

        return first;
    }

    private static int RemoveAll(RouteSocket route, IpFamily family, AddressRecord[] found, IReadOnlySet<IpAddress>? except)
    {
        int removed = 0;
        for (int round = 0; round < RoundsMax; round++)
        {
            int count = route.ListAddresses(family, 0, found, Protocol);
            int removedBefore = removed;
            for (int i = 0; i < count; i++)
            {
                if (except?.Contains(found[i].Address.Address) != true && route.DeleteAddress(found[i].InterfaceIndex, found[i].Address) == 0) removed++;
            }

            if (count < found.Length || removed == removedBefore) break;
        }

        return removed;
    }
}
