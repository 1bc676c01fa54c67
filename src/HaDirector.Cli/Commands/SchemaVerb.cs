using System.CommandLine;
using HaDirector.Config;

namespace HaDirector.Cli.Commands;

/// <summary>hadirector schema: the JSON Schema of the configuration.</summary>
internal static class SchemaVerb
{
    public static Command Make()
    {
        Command command = new("schema", "Print the JSON Schema of the configuration, for editors.");
        command.SetAction(_ =>
        {
            Console.Out.WriteLine(Schema.Render().TrimEnd());
            return 0;
        });
        return command;
    }
}
