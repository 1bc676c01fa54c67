using HaDirector.Control;
using Spectre.Console;

namespace HaDirector.Cli.Status;

/// <summary>The BFD sessions as a table.</summary>
internal static class SessionTable
{
    public static void Write(IAnsiConsole console, Snapshot status, bool terminal)
    {
        if (status.Sessions.Count == 0) return;
        Table table = StatusText.Table(terminal, "BFD session", "state", "since", "why", "other end", "detects in", "lost");
        foreach (SessionReport session in status.Sessions)
        {
            table.AddRow(
                Markup.Escape(session.Interface.Length == 0 ? $"{session.Name} ({session.Peer})" : $"{session.Name} ({session.Peer}, {session.Interface})"),
                $"[{(session.State == "up" ? "green" : "red")}]{session.State.Replace('_', ' ')}[/]",
                session.Since is { } since ? StatusText.Span(status.At - since) : "-",
                session.Diagnostic.Length == 0 ? "-" : session.Diagnostic.Replace('_', ' '),
                session.RemoteState.Replace('_', ' '),
                $"{session.DetectionMs:F0}ms",
                $"{session.Lost}");
        }
        console.Write(table);
    }
}
