using HaDirector.Control;
using Spectre.Console;

namespace HaDirector.Cli.Status;

/// <summary>Servers as a table: what they do, why, and what is asked of them.</summary>
internal static class ServerTable
{
    /// <summary>Rows at most; more are for --format json and --service.</summary>
    public const int RowsMax = 2000;

    public static string Render(ServerList list, bool terminal) => Page.Render(terminal, console =>
    {
        Table table = StatusText.Table(terminal, "service", "server", "verdict", "role", "mode", "weight", "of it");
        int rows = 0;
        foreach (ServerDetail server in list.Servers)
        {
            if (rows++ >= RowsMax) continue;
            table.AddRow(
                Markup.Escape(server.Service),
                Markup.Escape(server.Server) + (server.Backup ? " (backup)" : ""),
                $"[{Page.Colour(server.Verdict)}]{server.Verdict}[/]",
                server.Role.Replace('_', ' ') + Ends(server.RoleEndsSeconds),
                server.Mode == "ready" ? "ready" : $"{server.Mode} by {server.ModeBy}{Ends(server.ModeEndsSeconds)}",
                $"{StatusText.Weight(server.DesiredWeight, server.Scale)}/{server.ConfiguredWeight}",
                Factors(server));
        }
        if (rows == 0) console.WriteLine("no servers");
        else console.Write(table);
        int more = Math.Max(list.Matching, rows) - RowsMax;
        if (more > 0) console.MarkupLineInterpolated($"and {more} servers more (--service chooses, --format json shows all)");
    });

    private static string Ends(double? seconds) => seconds is { } number ? $", {StatusText.Span(TimeSpan.FromSeconds(number))} left" : "";

    private static string Factors(ServerDetail server)
    {
        List<string> factors = [];
        if (server.RampPercent != 100) factors.Add($"slow start {server.RampPercent}%");
        if (server.LatencyPercent != 100) factors.Add($"latency {server.LatencyPercent}%");
        if (server.AdvicePercent != 100) factors.Add($"own word {server.AdvicePercent}%");
        return string.Join(", ", factors);
    }
}
