using HaDirector.Model;

namespace HaDirector.Engine;

/// <summary>An interface of this host, as far as it says whether servers can be reached.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Carries">Whether it is up and has a carrier.</param>
/// <param name="Networks">Its addresses with their prefix lengths.</param>
/// <param name="Gateways">Default gateways behind it.</param>
public sealed record OwnLink(string Name, bool Carries, IReadOnlyList<IpPrefix> Networks, IReadOnlyList<IpAddress> Gateways)
{
    /// <summary>Whether this host itself is what keeps it from reaching another: the interface there carries nothing, or the gateway there does not answer.</summary>
    /// <param name="links">The interfaces of this host.</param>
    /// <param name="host">The other.</param>
    /// <param name="isSilent">Whether the neighbour of this address was asked for and gave no answer.</param>
    /// <remarks>Routes besides those of the interfaces' own networks and the default route are not looked at: where nothing is known, nothing is said.</remarks>
    public static bool IsCutOff(IReadOnlyList<OwnLink> links, IpAddress host, Func<IpAddress, bool> isSilent)
    {
        OwnLink? near = null;
        int longest = -1;
        foreach (OwnLink link in links)
        {
            foreach (IpPrefix network in link.Networks)
                if (network.Length > longest && network.Contains(host)) (near, longest) = (link, network.Length);
        }
        if (near is not null) return !near.Carries;
        foreach (OwnLink link in links)
        {
            foreach (IpAddress gateway in link.Gateways)
                if (gateway.Family == host.Family) return !link.Carries || isSilent(gateway);
        }
        return false;
    }
}
