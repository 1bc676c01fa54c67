using HaDirector.Control;
using Spectre.Console;

namespace HaDirector.Cli.Status;

/// <summary>What routers track as a table.</summary>
internal static class TrackTable
{
    public static void Write(IAnsiConsole console, Snapshot status, bool terminal)
    {
        if (status.Tracks.Count == 0) return;
        Table table = StatusText.Table(terminal, "track", "kind", "value", "moves", "detail");
        foreach (TrackReport track in status.Tracks)
        {
            table.AddRow(
                Markup.Escape(track.Name),
                track.Kind,
                $"[{Colour(track.Value)}]{track.Value}[/]",
                Markup.Escape(string.Join(", ", track.Uses.Select(Use))),
                track.Detail.Length == 0 ? "-" : Markup.Escape(track.Detail));
        }
        console.Write(table);
    }

    private static string Use(TrackUseReport use) =>
        $"{use.Router} {(use.Weight == 0 ? "fault" : use.Weight.ToString("+0;-0", System.Globalization.CultureInfo.InvariantCulture))}{(use.Reverse ? " reversed" : "")}";

    private static string Colour(string value) => value switch
    {
        "down" or "failed" => "red",
        "unknown" => "yellow",
        _ => "green",
    };
}
