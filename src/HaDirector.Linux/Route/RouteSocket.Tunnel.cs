using HaDirector.Model;
using HaDirector.Netlink;
using HaDirector.Netlink.Route;

namespace HaDirector.Linux.Route;

/// <content>Tunnel devices that take packets from anybody.</content>
public sealed unsafe partial class RouteSocket
{
    /// <summary>Finds a tunnel by the name of its device; false when there is none, or when it is of another kind or does not take packets from anybody.</summary>
    public bool TryFindTunnel(ReadOnlySpan<char> name, out ReceivingTunnel tunnel)
    {
        tunnel = default;
        return TryAskForLink(name, out ReadOnlySpan<byte> told) && TunnelRequest.TryRead(told, out tunnel);
    }

    /// <summary>Makes a tunnel, up; the kernel loads its module.</summary>
    /// <returns>0, or the error number: EEXIST (17) when the name is taken, or another device is the same tunnel.</returns>
    public int MakeTunnel(ReceivingTunnel tunnel)
    {
        NetlinkWriter writer = new(_request);
        TunnelRequest.Make(ref writer, ++_sequence, tunnel);
        return Transact(writer.Written);
    }
}
