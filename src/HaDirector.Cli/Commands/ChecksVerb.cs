using System.CommandLine;
using HaDirector.Cli.Status;
using HaDirector.Control;

namespace HaDirector.Cli.Commands;

/// <summary>hadirector checks: what is checked, what it concludes and why.</summary>
internal static class ChecksVerb
{
    public static Command Make()
    {
        Option<string?> service = new("--service") { Description = "Only checks of this service.", HelpName = "NAME" };
        Option<string?> server = new("--server") { Description = "Only checks of this server.", HelpName = "ADDRESS[:PORT]" };
        Option<string?> verdict = new("--verdict") { Description = "Only checks that conclude this.", HelpName = "up|down|unknown" };
        verdict.AcceptOnlyFromAmong("up", "down", "unknown");
        Option<string?> history = new("--history") { Description = "The last changes of this server's checks, with reasons.", HelpName = "ADDRESS[:PORT]" };
        Command command = new("checks", "Show the checks of the director on this host. Exit status 1 when it does not answer.") { service, server, verdict, history };
        ControlOptions control = new(command, shows: true);
        command.SetAction(parsed =>
        {
            string? ofServer = parsed.GetValue(history) ?? parsed.GetValue(server);
            string target = "/checks?" + string.Join('&', new[]
            {
                Part("service", parsed.GetValue(service)), Part("server", ofServer), Part("verdict", parsed.GetValue(verdict)),
                parsed.GetValue(history) is null ? null : "history=1",
            }.OfType<string>());
            bool withHistory = parsed.GetValue(history) is not null;
            return control.Show(
                parsed, "checks", json => json ? target : $"{target}&limit={CheckTable.RowsMax}",
                (string _, byte[] answer, bool terminal, out string reason) =>
                    ControlJson.TryReadChecks(answer, out reason) is not { } checks ? null : withHistory ? CheckHistory.Render(checks, terminal) : CheckTable.Render(checks, terminal));
        });
        return command;
    }

    /// <summary>One part of a query; null when there is nothing to say.</summary>
    public static string? Part(string key, string? value) => value is null ? null : $"{key}={Uri.EscapeDataString(value)}";
}
