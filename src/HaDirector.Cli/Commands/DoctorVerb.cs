using System.CommandLine;
using HaDirector.Cli.Doctor;

namespace HaDirector.Cli.Commands;

/// <summary>hadirector doctor: what of the promises of docs/fence.md this host can keep.</summary>
internal static class DoctorVerb
{
    public static Command Make()
    {
        Option<string> format = new("--format") { Description = "For people or for programs.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        Command command = new("doctor", "Say which safety nets this host has, and which settings matter. Exit status 1 when something is missing.") { format };
        command.SetAction(parsed =>
        {
            IReadOnlyList<Finding> findings = HostChecks.All();
            Console.Out.Write(parsed.GetValue(format) == "json" ? DoctorReport.Json(findings) : DoctorReport.Text(findings));
            return findings.Any(finding => finding.Verdict == Verdict.Missing) ? 1 : 0;
        });
        return command;
    }
}
