using HaDirector.Control;
using Spectre.Console;

namespace HaDirector.Cli.Status;

/// <summary>The last changes of checks, with reasons, oldest first.</summary>
internal static class CheckHistory
{
    private const int PlainWidth = 220;

    public static string Render(CheckList list, bool terminal) => Page.Render(terminal, console =>
    {
        int checks = 0;
        foreach (CheckDetail check in list.Checks)
        {
            checks++;
            console.MarkupLineInterpolated($"{check.Kind} {check.Target} of {CheckTable.Users(check)}: [{Page.Colour(check.Verdict)}]{check.Verdict}[/]");
            foreach (TransitionReport change in check.History ?? [])
                console.MarkupLineInterpolated($"  {change.At:yyyy-MM-dd HH:mm:ss.fff zzz} {change.From} -> [{Page.Colour(change.To)}]{change.To}[/]: {Page.Plain(change.Reason)}");
            if (check.History is null or []) console.WriteLine("  no change yet");
        }
        if (checks == 0) console.WriteLine("no checks");
    }, PlainWidth);
}
