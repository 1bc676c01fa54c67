using HaDirector.Control;
using Spectre.Console;

namespace HaDirector.Cli.Status;

/// <summary>The services as a table, a row for each server.</summary>
internal static class ServiceTable
{
    private const int RowsMax = 500; // more are for --format json

    private static readonly ServerCounts Nobody = new(0, 0, 0);

    public static void Write(IAnsiConsole console, Snapshot status, Histories histories, bool terminal)
    {
        if (status.Services.Count == 0) return;
        Table table = StatusText.Table(terminal, "service", "server", "verdict", "role", "weight", "active", "inactive", "new/s", "last hour", "last result", "age");
        int rows = 0;
        foreach (ServiceReport service in status.Services)
        {
            string name = Markup.Escape($"{service.Name} {service.Address} {service.Scheduler} {service.Forwarding}{(service.InKernel == false ? ", not in the kernel" : "")}{Pool(service.Pool)}");
            if (service.Servers.Count == 0 && rows++ < RowsMax) table.AddRow(name, service.Counts == Nobody ? "no server" : "not shown", "", "", "", "", "", "", "", "", "");
            string rate = service.Traffic is { } traffic ? $"{traffic.ConnectionsPerSecond}" : "-";
            string hour = histories.Of(service.Name) is { } history ? Markup.Escape(Sparkline.Of(history.ConnectionsPerSecond, terminal)) : "";
            foreach (ServerReport server in service.Servers)
            {
                if (rows++ >= RowsMax) break;
                table.AddRow(
                    name,
                    Markup.Escape(server.Address),
                    $"[{Page.Colour(server.Verdict)}]{server.Verdict}[/]",
                    Role(server),
                    $"{StatusText.Weight(server.Weight, server.Scale)}/{server.ConfiguredWeight}",
                    server.ActiveConnections is { } active ? $"{active}" : "-",
                    server.InactiveConnections is { } inactive ? $"{inactive}" : "-",
                    rate,
                    hour,
                    Markup.Escape(Page.Plain(Result(server.Check))),
                    server.Check?.AgeSeconds is { } age ? StatusText.Span(TimeSpan.FromSeconds(age)) : "-");
                (name, rate, hour) = ("", "", ""); // they are of the service
            }
        }
        console.Write(table);
        int more = Math.Max(rows - RowsMax, 0) + status.Totals.ServersLeftOut;
        if (more > 0) console.MarkupLineInterpolated($"and {more} servers more (--service NAME and --problems choose, `hadirector services` has a line for each service, --all --format json has all)");
    }

    private static string Role(ServerReport server) =>
        server.Mode == "ready" ? server.Role.Replace('_', ' ') : $"{server.Role.Replace('_', ' ')} ({server.Mode})";

    private static string Pool(PoolReport? pool) => pool switch
    {
        null => "",
        { Sorry: true } => ", sorry server answers",
        { Panic: true } => ", panic: failed servers in use",
        { Quorum: "lost" } => $", quorum lost ({pool.WeightUp} of {pool.Minimum})",
        _ => "",
    };

    private static string Result(CheckReport? check) => check switch
    {
        null => "no check",
        { LastPassed: null } => $"{check.Kind}: no result yet",
        { LastTookMs: { } took } => $"{check.Kind}: {check.LastResult} in {took:F1}ms",
        _ => $"{check.Kind}: {check.LastResult}",
    };
}
