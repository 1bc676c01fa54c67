using HaDirector.Netlink.Route;

namespace HaDirector.Linux.Route;

/// <summary>Finds and changes the interfaces of a network namespace by name. For one thread.</summary>
public sealed class LinkControl : IDisposable
{
    private readonly RouteSocket _route = new();

    /// <summary>The index of an interface; null when there is none of that name.</summary>
    public int? IndexOf(string name) => _route.TryFindLink(name, out LinkRecord link) ? link.Index : null;

    /// <summary>Sets an interface up or down.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public void SetUp(int interfaceIndex, bool up) => Check("set link", _route.SetUp(interfaceIndex, up));

    /// <summary>Sets whether the port of a bridge forwards frames; its carrier stays.</summary>
    /// <exception cref="LinuxException">The kernel refused: the bridge runs spanning tree, or the port has no carrier.</exception>
    public void SetForwarding(int interfaceIndex, bool forwarding) => Check("set port", _route.SetForwarding(interfaceIndex, forwarding));

    /// <inheritdoc/>
    public void Dispose() => _route.Dispose();

    private static void Check(string call, int error)
    {
        if (error != 0) throw new LinuxException(call, error);
    }
}
