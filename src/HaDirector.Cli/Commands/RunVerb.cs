using System.CommandLine;
using HaDirector.VrrpProcess;

namespace HaDirector.Cli.Commands;

/// <summary>hadirector run, as help and error messages see it; a plain one never comes here (<see cref="DaemonArguments"/>).</summary>
internal static class RunVerb
{
    public static Command Make()
    {
        Command command = new("run", "Run the director: the VRRP process and, as its child, the director process.");
        DaemonOptions options = new(command);
        command.SetAction(parsed => VrrpProcessMain.Run(
            new VrrpProcessOptions(options.Arguments(parsed)) { RunDirectory = options.DirectorOptions(parsed).RunDirectory }));
        return command;
    }
}
