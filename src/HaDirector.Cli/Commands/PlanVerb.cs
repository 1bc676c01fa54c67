using System.CommandLine;
using System.Text.Json;
using HaDirector.Cli.Applying;
using HaDirector.Control;
using HaDirector.Linux;

namespace HaDirector.Cli.Commands;

/// <summary>hadirector plan: what a file would change, before it does.</summary>
internal static class PlanVerb
{
    public static Command Make()
    {
        FileToApply file = new();
        Option<bool> all = new("--all") { Description = "List every change and every operation on the kernel's table." };
        Command command = new(
            "plan", "Show what a configuration file would change, and whom it disturbs. Exit status 1 when it is refused. Without a running director it is compared with the kernel alone.")
        {
            file.Argument, all,
        };
        Option<bool> json = JsonOption();
        command.Add(json);
        ControlOptions control = new(command, shows: false);
        Option<string?> director = new("--director") { Description = "Without a running director: judge the file as this one (default: the host name).", HelpName = "NAME" };
        command.Add(director);
        command.SetAction(parsed =>
        {
            if (!file.TryRead(parsed, out byte[] content, out string name, out string reason)) return Fail("plan", reason);
            if (Ask(control.Socket(parsed), content, name, parsed.GetValue(all), parsed.GetValue(director), out reason) is not { } report) return Fail("plan", reason);
            if (parsed.GetValue(json)) Console.Out.WriteLine(JsonSerializer.Serialize(report, PlanJson.Plan));
            else Console.Out.Write(PlanPage.Render(report, content, !Console.IsOutputRedirected));
            return report.Accepted ? 0 : 1;
        });
        return command;
    }

    /// <summary>--json.</summary>
    public static Option<bool> JsonOption() => new("--json") { Description = "JSON for programs." };

    /// <summary>Says why something was not done.</summary>
    public static int Fail(string verb, string reason)
    {
        Console.Error.Write($"hadirector {verb}: {reason}\n");
        return 1;
    }

    private static PlanReport? Ask(string socket, byte[] content, string name, bool all, string? director, out string reason)
    {
        if (!UnixHttp.IsListening(socket)) return OfflinePlan.Make(content, name, director, socket, all, out reason);
        string target = "/plan?" + string.Join('&', new[] { ChecksVerb.Part("file", name), all ? "all=1" : null }.OfType<string>());
        return UnixHttp.TryPost(socket, target, content, FileToApply.Timeout, out byte[] body, out reason) ? PlanJson.TryReadPlan(body, out reason) : null;
    }
}
