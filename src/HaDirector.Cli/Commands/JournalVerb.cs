using System.CommandLine;
using System.Text.Json;
using HaDirector.Cli.Applying;
using HaDirector.Control;
using HaDirector.Daemon.Applying;
using HaDirector.Linux;

namespace HaDirector.Cli.Commands;

/// <summary>hadirector journal: what was applied, when, by whom, and what became of it.</summary>
internal static class JournalVerb
{
    public static Command Make()
    {
        Option<int> last = new("--last") { Description = "So many of the newest entries.", DefaultValueFactory = _ => 20, HelpName = "N" };
        Option<bool> changes = new("--changes") { Description = "With the changes of each." };
        Option<bool> json = PlanVerb.JsonOption();
        Command command = new("journal", "Show what was applied, when, by whom, and what became of it. Exit status 1 when there is no journal to be read.") { last, changes, json };
        command.Aliases.Add("history");
        ControlOptions control = new(command, shows: false);
        command.SetAction(parsed =>
        {
            int count = Math.Max(parsed.GetValue(last), 1);
            if (Read(control.Socket(parsed), control.RunDirectory(parsed), count, out string reason) is not { } journal) return PlanVerb.Fail("journal", reason);
            if (parsed.GetValue(json)) Console.Out.WriteLine(JsonSerializer.Serialize(journal, PlanJson.Journal));
            else Console.Out.Write(JournalPage.Render(journal, parsed.GetValue(changes), !Console.IsOutputRedirected));
            return 0;
        });
        return command;
    }

    // Without a director the file itself is read: it may be wanted most when none runs.
    private static JournalList? Read(string socket, string runDirectory, int count, out string reason)
    {
        reason = "";
        if (!UnixHttp.IsListening(socket)) return new JournalList { Entries = JournalFiles.Read(HaDirector.Daemon.DirectorOptions.StateDirectoryOf(runDirectory), count) };
        return UnixHttp.TryGet(socket, $"/journal?last={count}", ControlOptions.Timeout, out byte[] body, out reason) ? PlanJson.TryReadJournal(body, out reason) : null;
    }
}
