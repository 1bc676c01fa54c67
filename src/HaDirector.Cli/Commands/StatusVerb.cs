using System.CommandLine;
using HaDirector.Cli.Status;
using HaDirector.Control;

namespace HaDirector.Cli.Commands;

/// <summary>hadirector status: what the director on this host is and does.</summary>
internal static class StatusVerb
{
    public static Command Make()
    {
        Option<string?> service = new("--service") { Description = "Of the services only this one.", HelpName = "NAME" };
        Option<bool> problems = new("--problems") { Description = "Of the services only those with a problem." };
        Option<bool> all = new("--all") { Description = "All services and servers, where there are more than 2,000 (for --format json)." };
        Command command = new("status", "Show what the director on this host is and does. Exit status 1 when it does not answer.") { service, problems, all };
        ControlOptions control = new(command, shows: true);
        command.SetAction(parsed =>
        {
            string? name = parsed.GetValue(service);
            string target = "/status?" + string.Join('&', new[]
            {
                ChecksVerb.Part("service", name), parsed.GetValue(problems) ? "problems=1" : null, parsed.GetValue(all) ? "all=1" : null,
            }.OfType<string>());
            return control.Show(
                parsed, "status", _ => target,
                (string socket, byte[] answer, bool terminal, out string reason) =>
                    ControlJson.TryRead(answer, out reason) is { } status ? StatusText.Render(status, Histories.Ask(socket, name), terminal) : null);
        });
        return command;
    }
}
