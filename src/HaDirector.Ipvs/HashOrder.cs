using HaDirector.Model;

namespace HaDirector.Ipvs;

/// <summary>Finds services whose hash tables two directors may fill differently.</summary>
/// <remarks>
/// sh, dh and mh fill their tables in the order of the server list, and the kernel can only add at one end of it. A server that
/// was removed and came back is last, until the service is made again. Moving it would take its neighbours out of service for a
/// moment, so the difference is only told; a failed server that is drained (weight 0) instead of removed keeps its place.
/// </remarks>
public static class HashOrder
{
    /// <summary>Keys of hashing services that hold the desired servers in another order, sorted.</summary>
    public static IReadOnlyList<ServiceKey> Differing(IpvsTable desired, IpvsTable actual) =>
    [
        .. desired.Services
            .Where(s => Schedulers.Find(s.Value.Spec.Scheduler) is { DependsOnOrder: true })
            .Where(s => actual.Services.TryGetValue(s.Key, out VirtualService? have) && !SameOrder(s.Value, have))
            .Select(s => s.Key).Order(),
    ];

    private static bool SameOrder(VirtualService desired, VirtualService actual)
    {
        IEnumerable<IpEndpoint> want = desired.Destinations.Keys.Where(actual.Destinations.ContainsKey);
        IEnumerable<IpEndpoint> have = actual.Destinations.Keys.Where(desired.Destinations.ContainsKey);
        return want.SequenceEqual(have);
    }
}
