using System.CommandLine;
using HaDirector.Config;

namespace HaDirector.Cli.Commands;

/// <summary>hadirector init: a commented file to start from.</summary>
internal static class InitVerb
{
    public static Command Make()
    {
        Command command = new("init", "Print a commented configuration file to start from: hadirector init > /etc/hadirector/hadirector.yaml");
        command.SetAction(_ =>
        {
            Console.Out.Write(InitText.For(Environment.MachineName));
            return 0;
        });
        return command;
    }
}
