using HaDirector.Health;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Engine;

/// <summary>The way of a check to one server through the virtual address: a firewall mark of our own, and a service of that mark with this one server.</summary>
/// <remarks>
/// A packet with the mark goes to the server however it is addressed, so the server sees what a client would send: its virtual address, its port. The
/// services are ours alone: they are in no report and no list of foreign services.
/// </remarks>
public static class ProbePaths
{
    /// <summary>Marks from here to <see cref="Last"/> are ours; nothing else on the host may use them.</summary>
    public const uint First = 0x4800_0000;

    /// <summary>The last of our marks.</summary>
    public const uint Last = 0x48FF_FFFF;

    /// <summary>Whether a mark is one of ours.</summary>
    public static bool IsOurs(uint mark) => mark is >= First and <= Last;

    /// <summary>Whether a service is one of ours.</summary>
    public static bool IsOurs(ServiceKey key) => IsOurs(key.FirewallMark);

    /// <summary>The mark of a server. It depends on nothing else in the file, so that a reload that changes other servers changes no check.</summary>
    /// <param name="server">Address of the server.</param>
    /// <param name="forwarding">How packets come to it.</param>
    /// <param name="taken">Marks given so far, to which this one is added; two servers of one mark are hardly to be met, and the second gets the next free one.</param>
    public static uint MarkOf(IpAddress server, Forwarding forwarding, IDictionary<uint, (IpAddress Server, Forwarding Forwarding)> taken)
    {
        Span<byte> bytes = stackalloc byte[17];
        server.Write(bytes);
        bytes[server.ByteCount] = (byte)forwarding;
        uint hash = 2166136261; // FNV-1a
        foreach (byte next in bytes[..(server.ByteCount + 1)]) hash = (hash ^ next) * 16777619;
        uint mark = First | ((hash >> 24) ^ (hash & 0x00FF_FFFF));
        while (taken.TryGetValue(mark, out (IpAddress, Forwarding) other) && other != (server, forwarding)) mark = mark == Last ? First : mark + 1;
        taken[mark] = (server, forwarding);
        return mark;
    }

    /// <summary>The services that the checks of a plan need.</summary>
    public static IReadOnlyDictionary<ServiceKey, VirtualService> Of(Plan plan)
    {
        Dictionary<ServiceKey, VirtualService> paths = [];
        foreach (VirtualServiceSpec service in plan.Services)
        {
            foreach (RealServerSpec server in service.Servers) Add(paths, server);
            if (service.Policy.SorryServer is { } sorry) Add(paths, sorry);
        }

        return paths;
    }

    /// <summary>A table with these services added.</summary>
    public static IpvsTable With(IpvsTable table, IReadOnlyDictionary<ServiceKey, VirtualService> paths)
    {
        if (paths.Count == 0) return table;
        Dictionary<ServiceKey, VirtualService> services = new(table.Services);
        foreach ((ServiceKey key, VirtualService path) in paths) services.TryAdd(key, path);
        return new IpvsTable(services);
    }

    private static void Add(Dictionary<ServiceKey, VirtualService> paths, RealServerSpec server)
    {
        foreach (CheckSpec check in server.Check?.Checks ?? [])
        {
            if (!IsOurs(check.Route.Mark)) continue;
            IpFamily family = server.Address.Address.Family;
            Dictionary<IpEndpoint, DestinationSpec> destinations = new() { [new(server.Address.Address, 0)] = new(server.Destination.Forwarding, 1) };
            paths.TryAdd(ServiceKey.Mark(check.Route.Mark, family), new VirtualService(new ServiceSpec("rr", ServiceFlags.None, 0, family == IpFamily.V4 ? (byte)32 : (byte)128), destinations));
        }
    }
}
