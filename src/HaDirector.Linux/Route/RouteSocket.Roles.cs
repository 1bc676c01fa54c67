using HaDirector.Netlink;
using HaDirector.Netlink.Route;

namespace HaDirector.Linux.Route;

/// <content>Routes and rules that move with a role. Allocates nothing.</content>
public sealed unsafe partial class RouteSocket
{
    /// <summary>Adds a route.</summary>
    /// <returns>0, or the error number: EEXIST (17) when there is one to the same destination of the same metric.</returns>
    public int AddRoute(in RouteEntry route) => Change(EntryChange.Add, route);

    /// <summary>Adds a route beside one to the same destination.</summary>
    /// <returns>0, or the error number: EEXIST (17) when the very same is there.</returns>
    public int AppendRoute(in RouteEntry route) => Change(EntryChange.Append, route);

    /// <summary>Removes a route of its protocol.</summary>
    /// <returns>0, or the error number: ESRCH (3) when it was not there.</returns>
    public int DeleteRoute(in RouteEntry route) => Change(EntryChange.Delete, route);

    /// <summary>Adds a rule.</summary>
    /// <returns>0, or the error number: EEXIST (17) when it is there.</returns>
    public int AddRule(in RuleEntry rule) => Change(EntryChange.Add, rule);

    /// <summary>Removes a rule of its protocol.</summary>
    /// <returns>0, or the error number: ENOENT (2) when it was not there.</returns>
    public int DeleteRule(in RuleEntry rule) => Change(EntryChange.Delete, rule);

    private int Change(EntryChange change, in RouteEntry route)
    {
        NetlinkWriter writer = new(_request);
        RouteEntryRequest.Write(ref writer, change, ++_sequence, route);
        return Transact(writer.Written);
    }

    private int Change(EntryChange change, in RuleEntry rule)
    {
        NetlinkWriter writer = new(_request);
        RouteEntryRequest.Write(ref writer, change, ++_sequence, rule);
        return Transact(writer.Written);
    }
}
