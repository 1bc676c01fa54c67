using System.CommandLine;
using HaDirector.Daemon;
using HaDirector.Linux;

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
    private readonly Option<bool> _watch = new("--watch") { Description = "Show it again each second until interrupted or nobody reads it." };

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

    /// <summary>Shows what the director answers, once or again and again: JSON as it comes, however long it is, or as text. The exit status.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="verb">The verb, for what is said when there is no answer.</param>
    /// <param name="target">What is asked; told whether it is for JSON.</param>
    /// <param name="render">Makes text of an answer.</param>
    public int Show(ParseResult parsed, string verb, Func<bool, string> target, Render render)
    {
        bool terminal = !Console.IsOutputRedirected;
        bool watch = parsed.GetValue(_watch);
        bool json = parsed.GetValue(_format) == "json";
        while (true)
        {
            string socket = Socket(parsed);
            string clear = watch && terminal ? "\e[H\e[2J" : ""; // home, clear
            string? reason = json ? Pass(socket, target(true), clear) : Print(socket, target(false), clear, render, terminal);
            if (reason is not null) Console.Error.Write($"hadirector {verb}: {reason}\n");
            if (!watch || !StandardOutput.Pause(WatchInterval)) return reason is null ? 0 : 1;
        }
    }

    /// <summary>Makes text of a director's answer; null with the reason when it is none.</summary>
    public delegate string? Render(string socket, byte[] answer, bool terminal, out string reason);

    private static string? Pass(string socket, string target, string clear)
    {
        Console.Out.Write(clear);
        Console.Out.Flush();
        using Stream output = Console.OpenStandardOutput();
        bool whole = UnixHttp.TryCopy(socket, target, Timeout, "\n}"u8.ToArray(), output, out string reason); // nothing within is that far to the left
        if (whole) output.Write("\n"u8);
        return whole ? null : reason;
    }

    private static string? Print(string socket, string target, string clear, Render render, bool terminal)
    {
        if (!UnixHttp.TryGet(socket, target, Timeout, out byte[] answer, out string reason)) return reason;
        if (render(socket, answer, terminal, out reason) is not { } text) return reason;
        Console.Out.Write(clear + text);
        return null;
    }
}
