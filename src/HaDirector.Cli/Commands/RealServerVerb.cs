using System.CommandLine;
using HaDirector.Cli.RealServer;

namespace HaDirector.Cli.Commands;

/// <summary>hadirector realserver up | down | check: prepares a real server of direct routing or tunnelling.</summary>
internal static class RealServerVerb
{
    public static Command Make()
    {
        Argument<string> action = new("ACTION") { Description = "up prepares this host, down takes that back, check says what is missing." };
        action.AcceptOnlyFromAmong("up", "down", "check");
        Argument<string> file = new("FILE") { Description = "The directors' configuration file." };
        Option<bool> all = new("--all") { Description = "Prepare for every service when none names an address of this host." };
        Option<string?> runDirectory = DaemonOptions.RunDirectoryOption();
        Command command = new("realserver", "Prepare this host to be a real server of direct routing (dr) or tunnelling (tun), or take that back.")
        {
            action, file, all, runDirectory,
        };
        command.SetAction(parsed => RealServerHalf.Run(
            parsed.GetValue(action)!,
            parsed.GetValue(file)!,
            parsed.GetValue(all),
            DaemonOptions.RunDirectoryOf(parsed.GetValue(runDirectory)),
            Console.Out));
        return command;
    }
}
