using HaDirector.Ipvs;
using HaDirector.Ipvs.Connections;
using HaDirector.Linux.Connections;
using HaDirector.Linux.Netlink;

namespace HaDirector.Cli.Connections;

/// <summary>Lists or counts the kernel's connections.</summary>
internal static class ConnectionRun
{
    private const int FlushEach = 64; // connections: about what one page of the kernel holds

    /// <summary>Does what is asked.</summary>
    /// <param name="query">What is asked.</param>
    /// <param name="names">Names of services.</param>
    /// <param name="sink">Makes the place where it goes to, when it is known that there will be an answer; true is for IPv6 in the table.</param>
    /// <param name="warn">Takes what else is to be said.</param>
    /// <returns>Why nothing was done, or null.</returns>
    public static string? Run(ConnectionQuery query, ServiceNames names, Func<bool, IConnectionSink> sink, Action<string> warn)
    {
        ConnectionFilter filter = query.Filter;
        if (query.ServiceName is { } name)
        {
            if (names.Missing.Length > 0) return $"what service '{name}' is could not be asked ({names.Missing}): give its address, such as tcp://192.0.2.80:80";
            if (!names.TryFind(name, out ServiceKey key)) return $"there is no service '{name}'";
            filter = filter with { Service = key };
        }
        if (!KernelIpvs.TryOpen(out KernelIpvs? kernel, out string why)) return why;
        TableStatus table;
        using (kernel) table = kernel!.ReadStatus();
        bool wide = table.Services.Any(service => service.Key.Family == Model.IpFamily.V6);

        // What the kernel counts itself costs nothing, however many there are.
        long held = table.Services.Sum(service => service.Destinations.Sum(server => (long)server.Active + server.Inactive + server.Persistent));
        bool narrowed = filter != ConnectionFilter.All;
        if (ReadingCost.Objection(Environment.OSVersion.Version, held, narrowed || query.Count ? null : query.Limit) is { } objection)
        {
            if (query.All) warn($"{objection}; it takes four times as long, because the kernel rests in between");
            else if (!query.Count || (narrowed && filter != new ConnectionFilter { Service = filter.Service })) return $"{objection}. --all reads them all the same, --count without other filters than --service needs not to, --limit N without filters stops early";
            else
            {
                warn($"{objection}; these are the kernel's own counts instead, which know no states (--all reads the list)");
                using IConnectionSink counted = sink(wide);
                counted.Write(OwnCounts(table, filter.Service), names);
                return null;
            }
        }
        if (!ConnectionReader.TryOpen(query.WithOrigin, out ConnectionReader? reader, out why)) return why;
        using (reader) Read(reader!, query, filter, new ConnectionOwners(table), names, sink(wide), warn);
        return null;
    }

    private static void Read(
        ConnectionReader reader, ConnectionQuery query, ConnectionFilter filter, ConnectionOwners owners, ServiceNames names, IConnectionSink sink, Action<string> warn)
    {
        using (sink)
        {
            ConnectionTally? tally = query.Count ? new ConnectionTally() : null;
            long taken = 0;
            while ((query.Limit is not { } limit || taken < limit) && reader.TryRead(out ConnectionEntry entry))
            {
                ServiceKey? service = owners.Of(entry);
                if (!filter.Takes(entry, service)) continue;
                taken++;
                if (tally is not null) tally.Add(entry, service);
                else sink.Write(entry, service, names.Of(service));
                if (taken % FlushEach == 0) sink.Flush();
            }
            if (tally is not null) sink.Write(tally, names);
            else sink.End(reader.Entries, reader.Faults);
        }
        foreach ((ConnectionLineFault fault, long count) in reader.Faults) warn($"{count} lines of the kernel's list could not be read: {fault}");
    }

    private static ConnectionTally OwnCounts(TableStatus table, ServiceKey? only)
    {
        ConnectionTally tally = new();
        foreach (ServiceStatus service in table.Services.Where(service => only is null || service.Key == only))
            foreach (DestinationStatus server in service.Destinations) tally.Add(service.Key, server);
        return tally;
    }
}
