using System.CommandLine;
using HaDirector.Daemon;

namespace HaDirector.Cli.Commands;

/// <summary>hadirector director-process: what the VRRP process starts.</summary>
internal static class DirectorProcessVerb
{
    public static Command Make()
    {
        Command command = new("director-process", "The director process; started by run.") { Hidden = true };
        DaemonOptions options = new(command);
        command.SetAction(parsed => DirectorProcess.Run(options.DirectorOptions(parsed)));
        return command;
    }
}
