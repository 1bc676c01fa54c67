using System.CommandLine;
using HaDirector.Drills;
using HaDirector.Stage;

namespace HaDirector.Cli.Commands;

/// <summary>hadirector drill: a failover that is measured instead of hoped for.</summary>
internal static class DrillVerb
{
    public static Command Make()
    {
        Option<string> config = new("--config") { Description = "The configuration both directors are started with.", HelpName = "FILE", Required = true };
        Option<string> faults = new("--faults")
        {
            Description = $"Faults to inject: all, or a list of {string.Join(", ", FaultText.All.Select(FaultText.Name))}.",
            HelpName = "LIST",
            DefaultValueFactory = _ => "all",
        };
        Option<int> repeat = new("--repeat") { Description = "How often each fault is injected; medians are judged.", HelpName = "N", DefaultValueFactory = _ => 1 };
        Option<string> output = new("--out") { Description = "Directory of report, capture and logs.", HelpName = "DIR", DefaultValueFactory = _ => "drill" };
        Option<string> prefix = new("--prefix") { Description = "What the names of the lab's network namespaces begin with.", DefaultValueFactory = _ => "hd-" };
        Option<string?> executable = new("--exe") { Description = "The executable of the directors (default: this one).", HelpName = "PATH" };
        Command command = new("drill", "Break a pair of directors in the lab in every way and measure what a client notices.")
        {
            config, faults, repeat, output, prefix, executable,
        };
        command.SetAction(parsed =>
        {
            string file = parsed.GetValue(config)!;
            if (!FaultText.TryParseList(parsed.GetValue(faults)!, out IReadOnlyList<Fault> wanted, out string? unknown))
                return Fail($"'{unknown}' is no fault; faults are {string.Join(", ", FaultText.All.Select(FaultText.Name))}");
            if (!DrilledPair.TryRead(file, out DrillSubject? subject, out string why)) return Fail(why);
            return DrillCommand.Run(
                new DrillOptions(subject, file)
                {
                    Faults = wanted,
                    Repeat = parsed.GetValue(repeat),
                    OutputDirectory = parsed.GetValue(output)!,
                    NamespacePrefix = parsed.GetValue(prefix)!,
                    Executable = parsed.GetValue(executable),
                },
                Console.Out);
        });
        return command;
    }

    private static int Fail(string why)
    {
        Console.Error.WriteLine($"hadirector drill: {why}");
        return 2;
    }
}
