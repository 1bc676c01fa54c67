using HaDirector.Control;
using Spectre.Console;

namespace HaDirector.Cli.Status;

/// <summary>The virtual routers as a table.</summary>
internal static class RouterTable
{
    public static void Write(IAnsiConsole console, Snapshot status, bool terminal)
    {
        if (status.Routers.Count == 0) return;
        Table table = StatusText.Table(terminal, "router", "state", "since", "why", "priority", "interval", "master", "believed", "addresses");
        foreach (RouterReport router in status.Routers)
        {
            table.AddRow(
                Markup.Escape($"{router.Name} ({router.Interface}, {router.VirtualRouterId})"),
                $"[{Colour(router.State)}]{router.State}[/]",
                router.Since is { } since ? StatusText.Span(status.At - since) : "-",
                router.Reason.Length == 0 ? "-" : router.Reason.Replace('_', ' '),
                router.EffectivePriority == router.Priority || router.EffectivePriority == 0 ? $"{router.Priority}" : $"{router.EffectivePriority} (of {router.Priority})",
                $"{router.AdvertIntervalMs}ms",
                Markup.Escape(Master(router)),
                $"{router.MasterDownMs:F0}ms",
                Markup.Escape($"{(router.HoldsAddresses ? "holds" : "without")} {string.Join(", ", router.Addresses)}"));
        }
        console.Write(table);
    }

    private static string Master(RouterReport router) => router switch
    {
        { State: "master" } => "this director",
        { Master: { } master } => $"{master.Address} ({master.Priority})",
        _ => "-",
    };

    private static string Colour(string state) => state switch
    {
        "master" => "green",
        "backup" => "blue",
        "fault" => "red",
        _ => "yellow",
    };
}
