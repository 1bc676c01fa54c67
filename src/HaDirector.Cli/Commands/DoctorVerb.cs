using System.CommandLine;
using HaDirector.Cli.Doctor;
using HaDirector.Config;
using HaDirector.Daemon;
using HaDirector.Engine;
using HaDirector.Engine.Doctor;

namespace HaDirector.Cli.Commands;

/// <summary>hadirector doctor: what of the promises of docs/fence.md this host can keep, and what the services of a file need of it.</summary>
internal static class DoctorVerb
{
    public static Command Make()
    {
        Argument<string?> file = new("FILE")
        {
            Description = $"The configuration whose needs are judged (default: {DirectorOptions.DefaultConfigPath} where there is one).",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string> format = new("--format") { Description = "For people or for programs.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        Option<string?> director = new("--director") { Description = "Judge the file as this director (default: the host name when the file names it, else its first director).", HelpName = "NAME" };
        Command command = new("doctor", "Say which safety nets this host has, and which settings matter. Exit status 1 when something is missing.") { file, format, director };
        command.SetAction(parsed =>
        {
            (Plan? plan, Finding? refused) = Read(parsed.GetValue(file), parsed.GetValue(director));
            IReadOnlyList<Finding> findings = [.. HostChecks.All(plan), .. refused is null ? [] : new[] { refused }];
            Console.Out.Write(parsed.GetValue(format) == "json" ? DoctorReport.Json(findings) : DoctorReport.Text(findings));
            return findings.Any(finding => finding.Verdict == Verdict.Missing) ? 1 : 0;
        });
        return command;
    }

    private static (Plan? Plan, Finding? Refused) Read(string? file, string? director)
    {
        if (file is null && !File.Exists(DirectorOptions.DefaultConfigPath)) return default;
        string path = file ?? DirectorOptions.DefaultConfigPath;
        try
        {
            LoadResult result = ConfigFile.Load(File.ReadAllBytes(path), path, director);
            return result.Plan is { } plan
                ? (plan, null)
                : (null, new Finding("configuration", Verdict.Missing, $"{path} is refused, and its needs are not known", $"hadirector check {path} says why."));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, new Finding("configuration", Verdict.Missing, e.Message, "Name a file that can be read."));
        }
    }
}
