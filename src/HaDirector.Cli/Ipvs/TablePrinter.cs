using HaDirector.Ipvs;
using HaDirector.Ipvs.Connections;
using HaDirector.Ipvs.Ipvsadm;
using HaDirector.Linux.Connections;
using HaDirector.Linux.Names;
using HaDirector.Linux.Netlink;

namespace HaDirector.Cli.Ipvs;

/// <summary>Reads what is asked for and prints it as ipvsadm does.</summary>
internal static class TablePrinter
{
    private const int NamedAtOnce = 1000; // connections whose names are looked for together

    /// <summary>Prints a listing; false with the reason when there is none.</summary>
    public static bool List(KernelIpvs kernel, ListRequest request, SystemNames system, TextWriter output, out string reason)
    {
        reason = "";
        INames names = request.Numeric ? NoNames.Instance : system;
        switch (request.Subject)
        {
            case ListSubject.Timeouts:
                output.Write(DaemonText.List(kernel.ReadTimeouts()));
                return true;
            case ListSubject.Daemons:
                output.Write(DaemonText.List(kernel.ReadDaemonTransports()));
                return true;
            case ListSubject.Connections:
                return Connections(request, system, output, out reason);
        }

        IReadOnlyList<ServiceStatus> services = kernel.ReadStatusInKernelOrder();
        if (request.Service is { } key)
        {
            services = [.. services.Where(s => s.Key == key)];
            reason = "No such service";
            if (services.Count == 0) return false;
        }
        else
        {
            (uint version, uint size) = kernel.ReadInfo();
            output.Write(Listing.Head(version, size));
        }

        if (!request.Numeric) LookUp(services, system);
        output.Write(Listing.Render(services, request, names));
        return true;
    }

    /// <summary>The table as rules.</summary>
    /// <param name="kernel">The table.</param>
    /// <param name="system">Names; null prints numbers.</param>
    /// <param name="complete">Add thresholds, time-outs and sync daemons.</param>
    public static string Save(KernelIpvs kernel, SystemNames? system, bool complete)
    {
        IReadOnlyList<ServiceStatus> services = kernel.ReadStatusInKernelOrder();
        if (system is not null) LookUp(services, system);
        string rules = IpvsadmText.Render(services, (INames?)system ?? NoNames.Instance, complete);
        // Daemons last: a record that meets no service stays unbound for ever.
        return complete ? DaemonText.Rule(kernel.ReadTimeouts()) + rules + DaemonText.Rules(kernel.ReadDaemonTransports()) : rules;
    }

    /// <summary>Asks for every name that a listing of the services needs.</summary>
    public static void LookUp(IReadOnlyList<ServiceStatus> services, SystemNames system) => system.LookUp(services
        .Where(s => !s.Key.IsMark).Select(s => s.Key.Address.Address)
        .Concat(services.SelectMany(s => s.Destinations).Select(d => d.Address.Address)));

    private static bool Connections(ListRequest request, SystemNames system, TextWriter output, out string reason)
    {
        if (!ConnectionReader.TryOpen(withOrigin: false, out ConnectionReader? reader, out reason)) return false;
        using (reader)
        {
            output.Write(ConnectionListing.Head(request.EngineData));
            List<ConnectionEntry> some = [];
            bool more = true;
            while (more)
            {
                some.Clear();
                while (some.Count < NamedAtOnce && (more = reader!.TryRead(out ConnectionEntry entry))) some.Add(entry);
                if (!request.Numeric) system.LookUp(some.SelectMany(c => new[] { c.Client.Address, c.Virtual.Address, c.Server.Address }));
                foreach (ConnectionEntry entry in some)
                    output.Write(ConnectionListing.Line(entry, request.EngineData, request.Numeric ? NoNames.Instance : system));
            }
        }

        return true;
    }
}
