using System.CommandLine;
using HaDirector.Config;
using HaDirector.Daemon.Configuration;

namespace HaDirector.Cli.Commands;

/// <summary>hadirector check: every finding about a file, before a director meets it.</summary>
internal static class CheckFileVerb
{
    public static Command Make()
    {
        Argument<string> file = new("FILE") { Description = "The configuration file." };
        Option<string> format = new("--format") { Description = "For people or for programs.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        Option<string?> director = new("--director")
        {
            Description = "Judge the file as this director (default: the host name when the file names it, else its first director).",
            HelpName = "NAME",
        };
        Option<bool> offline = new("--offline") { Description = "Do not compare the file with this host's interfaces." };
        Command command = new("check", "Print every finding about a configuration file. Exit status 1 when it is refused.") { file, format, director, offline };
        command.SetAction(parsed => Check(
            parsed.GetValue(file)!, parsed.GetValue(format) == "json", parsed.GetValue(director), parsed.GetValue(offline)));
        return command;
    }

    private static int Check(string file, bool json, string? director, bool offline)
    {
        VerbOutput output = CheckVerb.Run(Load(file, director, offline), file, json);
        Console.Out.Write(output.Text);
        return output.ExitCode;
    }

    private static LoadResult Load(string file, string? director, bool offline)
    {
        byte[] content;
        try
        {
            content = File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return ConfigFile.Unreadable(file, "no such file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ConfigFile.Unreadable(file, e.Message);
        }

        BoundFile bound = ConfigFile.Bind(content, file);
        string name = director ?? Environment.MachineName;
        // On a host that is no director its interfaces say nothing about the file.
        return director is null && !bound.Directors.Contains(name)
            ? bound.Judge(director: null)
            : bound.Judge(name, offline ? null : HostInterfaces.Read(), offline ? null : SecretFiles.Read);
    }
}
