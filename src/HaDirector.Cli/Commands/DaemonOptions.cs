using System.CommandLine;
using HaDirector.Daemon;

namespace HaDirector.Cli.Commands;

/// <summary>The options that `run` and the director process share.</summary>
internal sealed class DaemonOptions
{
    private readonly Option<string> _config = new("--config")
    {
        Description = "The configuration file.",
        HelpName = "FILE",
        DefaultValueFactory = _ => HaDirector.Daemon.DirectorOptions.DefaultConfigPath,
    };

    private readonly Option<string?> _director = new("--director") { Description = "Name of this director in the file (default: the host name).", HelpName = "NAME" };

    private readonly Option<string?> _runDirectory = RunDirectoryOption();

    private readonly Option<string> _log = new("--log") { Description = "How log lines are written.", DefaultValueFactory = _ => "text" };

    public DaemonOptions(Command command)
    {
        _log.AcceptOnlyFromAmong("text", "json");
        command.Add(_config);
        command.Add(_director);
        command.Add(_runDirectory);
        command.Add(_log);
    }

    /// <summary>--run-dir, as several verbs have it.</summary>
    public static Option<string?> RunDirectoryOption() => new("--run-dir")
    {
        Description = "Directory of the control socket and the director's notes (default: $RUNTIME_DIRECTORY, else /run/hadirector).",
        HelpName = "DIR",
    };

    /// <summary>The run directory that an option and the environment give.</summary>
    public static string RunDirectoryOf(string? option) =>
        HaDirector.Daemon.DirectorOptions.RunDirectoryOf(option, Environment.GetEnvironmentVariable("RUNTIME_DIRECTORY"));

    public DirectorOptions DirectorOptions(ParseResult parsed) => new(
        parsed.GetValue(_config)!,
        parsed.GetValue(_director),
        RunDirectoryOf(parsed.GetValue(_runDirectory)),
        parsed.GetValue(_log) == "json" ? LogFormat.Json : LogFormat.Text);

    /// <summary>The same options as a command line.</summary>
    public string[] Arguments(ParseResult parsed)
    {
        List<string> arguments = ["--config", parsed.GetValue(_config)!, "--log", parsed.GetValue(_log)!];
        if (parsed.GetValue(_director) is { } director) arguments.AddRange("--director", director);
        if (parsed.GetValue(_runDirectory) is { } directory) arguments.AddRange("--run-dir", directory);
        return [.. arguments];
    }
}
