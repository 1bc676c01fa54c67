using HaDirector.Control;
using Spectre.Console;

namespace HaDirector.Cli.Status;

/// <summary>Services as a table, a row for each.</summary>
internal static class SummaryTable
{
    private const int PlainWidth = 220;

    public static string Render(ServiceList list, Histories histories, bool terminal) => Page.Render(terminal, console =>
    {
        Table table = StatusText.Table(terminal, "service", "address", "up", "problem", "active", "inactive", "templates", "new/s", "in B/s", "out B/s", "new/s in the last hour");
        int rows = 0;
        foreach (ServiceSummary service in list.Services)
        {
            rows++;
            TrafficReport? traffic = service.Traffic;
            table.AddRow(
                Markup.Escape(service.Name),
                Markup.Escape(service.Address),
                $"[{(service.Up == service.Servers ? "green" : service.Up == 0 ? "red" : "yellow")}]{service.Up}/{service.Servers}[/]",
                service.Problem is { } problem ? $"[red]{problem.Replace('_', ' ')}[/]" : "",
                Number(traffic?.Active),
                Number(traffic?.Inactive),
                Number(traffic?.Templates),
                Number(traffic?.ConnectionsPerSecond),
                Number(traffic?.BytesInPerSecond),
                Number(traffic?.BytesOutPerSecond),
                histories.Of(service.Name) is { } history ? Markup.Escape(Sparkline.Of(history.ConnectionsPerSecond, terminal)) : "");
        }
        if (rows == 0) console.WriteLine("no services");
        else console.Write(table);
        console.WriteLine(rows == list.Total ? $"{list.Total} services" : $"{rows} of {list.Matching} that match, of {list.Total} services");
    }, PlainWidth);

    private static string Number(double? number) => number is { } known ? StatusText.Short(known) : "-";
}
