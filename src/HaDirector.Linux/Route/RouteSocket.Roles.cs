using HaDirector.Netlink;
using HaDirector.Netlink.Route;

namespace HaDirector.Linux.Route;

/// <content>Routes and rules that move with a role. Allocates nothing.</content>
public sealed unsafe partial class RouteSocket
{
    /// <summary>Adds a route.</summary>
    /// <returns>0, or the error number: EEXIST (17) when there is one to the same destination of the same metric.</returns>
    public int AddRoute(in RouteEntry route)
    {
        NetlinkWriter writer = new(_request);
        RouteEntryRequest.AddRoute(ref writer, ++_sequence, route);
        return Transact(writer.Written);
    }

    /// <summary>Adds a route beside one to the same destination.</summary>
    /// <returns>0, or the error number: EEXIST (17) when the very same is there.</returns>
    public int AppendRoute(in RouteEntry route)
    {
        NetlinkWriter writer = new(_request);
        RouteEntryRequest.AppendRoute(ref writer, ++_sequence, route);
        return Transact(writer.Written);
    }

    /// <summary>Removes a route of its protocol.</summary>
    /// <returns>0, or the error number: ESRCH (3) when it was not there.</returns>
    public int DeleteRoute(in RouteEntry route)
    {
        NetlinkWriter writer = new(_request);
        RouteEntryRequest.DeleteRoute(ref writer, ++_sequence, route);
        return Transact(writer.Written);
    }

    /// <summary>Adds a rule.</summary>
    /// <returns>0, or the error number: EEXIST (17) when it is there.</returns>
    public int AddRule(in RuleEntry rule)
    {
        NetlinkWriter writer = new(_request);
        RouteEntryRequest.AddRule(ref writer, ++_sequence, rule);
        return Transact(writer.Written);
    }

    /// <summary>Removes a rule of its protocol.</summary>
    /// <returns>0, or the error number: ENOENT (2) when it was not there.</returns>
    public int DeleteRule(in RuleEntry rule)
    {
        NetlinkWriter writer = new(_request);
        RouteEntryRequest.DeleteRule(ref writer, ++_sequence, rule);
        return Transact(writer.Written);
    }
}
