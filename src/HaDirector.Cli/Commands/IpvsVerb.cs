using System.CommandLine;
using HaDirector.Cli.Ipvs;

namespace HaDirector.Cli.Commands;

/// <summary>hadirector ipvs: the kernel's table by hand.</summary>
internal static class IpvsVerb
{
    public static Command Make()
    {
        Command command = new("ipvs", "Look at the kernel's IPVS table and change it by hand; no director needs to run. What a running one owns it puts back.")
        {
            ListCommand.Make(),
            ServiceCommands.Add(), ServiceCommands.Edit(), ServiceCommands.Delete(),
            ServerCommands.Add(), ServerCommands.Edit(), ServerCommands.Delete(),
            TableCommands.Zero(), TableCommands.Clear(), TableCommands.Save(), TableCommands.Restore(),
            TableCommands.SetTimeouts(), TableCommands.StartDaemon(), TableCommands.StopDaemon(),
            TableCommands.ToYaml(), Ipvsadm(),
        };
        return command;
    }

    // Program takes this line before any parser of ours; it stands here to be found.
    private static Command Ipvsadm()
    {
        Argument<string[]> words = new("ARGS") { Description = "A command line of ipvsadm 1.31.", Arity = ArgumentArity.ZeroOrMore };
        Command command = new("compat", "Take ipvsadm's own command lines and save files, with its output and exit status.") { words };
        command.SetAction(parsed => Compat.Run(parsed.GetValue(words) ?? []));
        return command;
    }
}
