using System.CommandLine;
using HaDirector.Daemon;

namespace HaDirector.Cli.Commands;

/// <summary>The options of verbs that ask a running director: where it listens, and how its answer is shown.</summary>
internal sealed class ControlOptions
{
    /// <summary>Bound of each wait for a director that does not answer.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);

    private readonly Option<string?> _socket = new("--socket") { Description = "The control socket (default: control.sock in the run directory).", HelpName = "PATH" };
    private readonly Option<string?> _runDirectory = DaemonOptions.RunDirectoryOption();
    private readonly Option<string> _format = new("--format") { Description = "For people or for programs.", DefaultValueFactory = _ => "text" };
    private readonly Option<bool> _watch = new("--watch") { Description = "Show it again each second until interrupted." };

    /// <param name="command">The verb they are added to.</param>
    /// <param name="shows">Whether it shows something, and so may in another format and again and again.</param>
    public ControlOptions(Command command, bool shows)
    {
        if (shows)
        {
            _format.AcceptOnlyFromAmong("text", "json");
            command.Add(_format);
            command.Add(_watch);
        }
        command.Add(_socket);
        command.Add(_runDirectory);
    }

    /// <summary>Path of the control socket.</summary>
    public string Socket(ParseResult parsed) => parsed.GetValue(_socket) ?? DirectorOptions.SocketIn(RunDirectory(parsed));

    /// <summary>The run directory.</summary>
    public string RunDirectory(ParseResult parsed) => DaemonOptions.RunDirectoryOf(parsed.GetValue(_runDirectory));

    /// <summary>Shows what <paramref name="render"/> gives, once or again and again; the exit status.</summary>
    public int Show(ParseResult parsed, Render render)
    {
        bool terminal = !Console.IsOutputRedirected;
        bool watch = parsed.GetValue(_watch);
        while (true)
        {
            bool answered = render(Socket(parsed), parsed.GetValue(_format) == "json", terminal, out string text);
            if (watch && terminal) Console.Out.Write("\e[H\e[2J"); // home, clear
            (answered ? Console.Out : Console.Error).Write(text);
            if (!watch) return answered ? 0 : 1;
            Thread.Sleep(WatchInterval);
        }
    }

    /// <summary>Asks the director and renders its answer; false with the reason as text.</summary>
    public delegate bool Render(string socket, bool json, bool terminal, out string text);
}
