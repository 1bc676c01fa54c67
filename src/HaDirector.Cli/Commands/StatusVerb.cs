using System.CommandLine;
using System.Text;
using HaDirector.Cli.Status;
using HaDirector.Control;
using HaDirector.Daemon;
using HaDirector.Linux;

namespace HaDirector.Cli.Commands;

/// <summary>hadirector status: what the director on this host is and does.</summary>
internal static class StatusVerb
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);

    public static Command Make()
    {
        Option<string> format = new("--format") { Description = "For people or for programs.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        Option<bool> watch = new("--watch") { Description = "Show it again each second until interrupted." };
        Option<string?> socket = new("--socket") { Description = "The control socket (default: control.sock in the run directory).", HelpName = "PATH" };
        Option<string?> runDirectory = DaemonOptions.RunDirectoryOption();
        Command command = new("status", "Show what the director on this host is and does. Exit status 1 when it does not answer.")
        {
            format, watch, socket, runDirectory,
        };
        command.SetAction(parsed => Show(
            parsed.GetValue(socket) ?? DirectorOptions.SocketIn(DaemonOptions.RunDirectoryOf(parsed.GetValue(runDirectory))),
            parsed.GetValue(format) == "json",
            parsed.GetValue(watch)));
        return command;
    }

    private static int Show(string socket, bool json, bool watch)
    {
        bool terminal = !Console.IsOutputRedirected;
        while (true)
        {
            bool answered = TryRender(socket, json, terminal, out string text);
            if (watch && terminal) Console.Out.Write("\e[H\e[2J"); // home, clear
            (answered ? Console.Out : Console.Error).Write(text);
            if (!watch) return answered ? 0 : 1;
            Thread.Sleep(WatchInterval);
        }
    }

    private static bool TryRender(string socket, bool json, bool terminal, out string text)
    {
        if (!UnixHttp.TryGet(socket, "/status", Timeout, out byte[] body, out string reason))
        {
            text = $"hadirector status: {reason}\n";
            return false;
        }
        if (ControlJson.TryRead(body, out reason) is not { } snapshot)
        {
            text = $"hadirector status: {reason}\n";
            return false;
        }
        text = json ? Encoding.UTF8.GetString(body) + "\n" : StatusText.Render(snapshot, terminal);
        return true;
    }
}
