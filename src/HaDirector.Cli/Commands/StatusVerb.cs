using System.CommandLine;
using System.Text;
using HaDirector.Cli.Status;
using HaDirector.Control;
using HaDirector.Linux;

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
            return control.Show(parsed, (string socket, bool json, bool terminal, out string text) => TryRender(socket, target, name, json, terminal, out text));
        });
        return command;
    }

    private static bool TryRender(string socket, string target, string? service, bool json, bool terminal, out string text)
    {
        if (!UnixHttp.TryGet(socket, target, ControlOptions.Timeout, out byte[] body, out string reason)
            || ControlJson.TryRead(body, out reason) is not { } snapshot)
        {
            text = $"hadirector status: {reason}\n";
            return false;
        }
        text = json ? Encoding.UTF8.GetString(body) + "\n" : StatusText.Render(snapshot, Histories.Ask(socket, service), terminal);
        return true;
    }
}
