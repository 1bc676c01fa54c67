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
        Command command = new("status", "Show what the director on this host is and does. Exit status 1 when it does not answer.");
        ControlOptions control = new(command, shows: true);
        command.SetAction(parsed => control.Show(parsed, TryRender));
        return command;
    }

    private static bool TryRender(string socket, bool json, bool terminal, out string text)
    {
        if (!UnixHttp.TryGet(socket, "/status", ControlOptions.Timeout, out byte[] body, out string reason)
            || ControlJson.TryRead(body, out reason) is not { } snapshot)
        {
            text = $"hadirector status: {reason}\n";
            return false;
        }
        text = json ? Encoding.UTF8.GetString(body) + "\n" : StatusText.Render(snapshot, terminal);
        return true;
    }
}
