using System.CommandLine;
using HaDirector.Ipvs;
using HaDirector.Ipvs.Ipvsadm;
using HaDirector.Linux;
using HaDirector.Linux.Names;
using HaDirector.Linux.Netlink;

namespace HaDirector.Cli.Ipvs;

/// <summary>hadirector ipvs list.</summary>
internal static class ListCommand
{
    private static readonly Dictionary<string, (ListSubject Subject, ListForm Form)> Views = new()
    {
        ["table"] = (ListSubject.Table, ListForm.Plain),
        ["counters"] = (ListSubject.Table, ListForm.Counters),
        ["rates"] = (ListSubject.Table, ListForm.Rates),
        ["thresholds"] = (ListSubject.Table, ListForm.Thresholds),
        ["persistent"] = (ListSubject.Table, ListForm.Persistent),
        ["tunnels"] = (ListSubject.Table, ListForm.Tunnels),
        ["connections"] = (ListSubject.Connections, ListForm.Plain),
        ["timeouts"] = (ListSubject.Timeouts, ListForm.Plain),
        ["daemons"] = (ListSubject.Daemons, ListForm.Plain),
    };

    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);

    public static Command Make()
    {
        Argument<string[]> only = new("TEXT") { Description = "Only services that have this in their address, scheduler or servers.", Arity = ArgumentArity.ZeroOrMore };
        Option<string> show = new("--show") { Description = $"What of it: {string.Join(", ", Views.Keys)}.", DefaultValueFactory = _ => "table", HelpName = "VIEW" };
        show.AcceptOnlyFromAmong([.. Views.Keys]);
        Option<string> sort = new("--sort") { Description = "By address, connections, rate or servers, or as the kernel has it.", DefaultValueFactory = _ => "address" };
        sort.AcceptOnlyFromAmong("address", "connections", "rate", "servers", "kernel");
        Option<bool> names = new("--names") { Description = "Names of hosts and ports." };
        Option<bool> exact = new("--exact") { Description = "No number rounded to K, M, G." };
        Option<bool> json = new("--json") { Description = "For programs." };
        Option<bool> watch = new("--watch") { Description = "Show it again each second until interrupted or nobody reads it." };
        Command command = new("list", "Show the kernel's table, connections, time-outs or sync daemons.") { only, show, sort, names, exact, json, watch };
        command.SetAction(parsed => IpvsSession.With(kernel =>
        {
            (ListSubject subject, ListForm form) = Views[parsed.GetValue(show)!];
            string order = parsed.GetValue(sort)!;
            ListRequest request = new(
                subject, null, form, !parsed.GetValue(names), parsed.GetValue(exact), Sorted: order == "address", EngineData: subject == ListSubject.Connections);
            SystemNames system = new(Compat.NamePatience);
            bool again = parsed.GetValue(watch);
            do
            {
                using StringWriter page = new() { NewLine = "\n" };
                string reason = "";
                if (subject == ListSubject.Table) Table(kernel, parsed.GetValue(only) ?? [], order, request, parsed.GetValue(json), system, page);
                else if (parsed.GetValue(json) && subject != ListSubject.Connections) page.Write(TableJson.Settings(kernel.ReadTimeouts(), kernel.ReadDaemonTransports()));
                else if (parsed.GetValue(json)) return IpvsSession.Fail("hadirector connections --json shows connections");
                else if (!TablePrinter.List(kernel, request, system, page, out reason)) return IpvsSession.Fail(reason);
                if (again && !Console.IsOutputRedirected) Console.Out.Write("\e[H\e[2J"); // home, clear
                Console.Out.Write(page.ToString());
            }
            while (again && StandardOutput.Pause(WatchInterval));
            return 0;
        }));
        return command;
    }

    private static void Table(KernelIpvs kernel, string[] only, string order, ListRequest request, bool json, SystemNames system, StringWriter page)
    {
        IReadOnlyList<ServiceStatus> services = [.. Ordered(kernel.ReadStatusInKernelOrder().Where(s => only.All(text => Has(s, text))), order)];
        if (json)
        {
            page.Write(TableJson.Table(services));
            return;
        }

        if (!request.Numeric) TablePrinter.LookUp(services, system);
        page.Write(Listing.Render(services, request, request.Numeric ? NoNames.Instance : system));
    }

    private static IEnumerable<ServiceStatus> Ordered(IEnumerable<ServiceStatus> services, string order) => order switch
    {
        "connections" => services.OrderByDescending(s => s.Destinations.Sum(d => (long)d.Active)).ThenBy(s => s.Key),
        "rate" => services.OrderByDescending(s => s.Traffic.ConnectionRate).ThenBy(s => s.Key),
        "servers" => services.OrderByDescending(s => s.Destinations.Count).ThenBy(s => s.Key),
        _ => services,
    };

    private static bool Has(ServiceStatus service, string text) =>
        service.Key.ToString().Contains(text, StringComparison.OrdinalIgnoreCase)
        || service.Spec.Scheduler.Equals(text, StringComparison.OrdinalIgnoreCase)
        || service.Destinations.Any(d => d.Address.ToString().Contains(text, StringComparison.OrdinalIgnoreCase));
}
