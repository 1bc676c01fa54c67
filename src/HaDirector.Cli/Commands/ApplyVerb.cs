using System.CommandLine;
using System.Text.Json;
using HaDirector.Cli.Applying;
using HaDirector.Control;
using HaDirector.Linux;

namespace HaDirector.Cli.Commands;

/// <summary>hadirector apply, confirm, rollback: a file into force, to stay or back.</summary>
internal static class ApplyVerb
{
    private const string GoodWhen = "Exit status 1 when it was not done.";

    /// <summary>hadirector apply.</summary>
    public static Command Make()
    {
        FileToApply file = new();
        Option<string?> confirm = new("--confirm") { Description = "Go back by itself unless it is confirmed within this time, such as 60s.", HelpName = "DURATION" };
        Option<string?> watch = new("--watch") { Description = "Watch servers and addresses this long before it stays (default: as long as the change needs, 3s to 30s; 0 is not at all).", HelpName = "DURATION" };
        Option<bool> now = new("--confirm-now") { Description = "Confirm what waits for it, as hadirector confirm does." };
        Command command = new("apply", "Put a configuration file into force, and in its place once it stays. " + GoodWhen) { file.Argument, confirm, watch, now };
        return Asking(command, "apply", parsed =>
        {
            if (parsed.GetValue(now)) return ("/confirm?", [], null);
            if (!file.TryRead(parsed, out byte[] content, out string name, out string reason)) return (null, [], reason);
            return ("/apply?" + string.Join('&', new[]
            {
                ChecksVerb.Part("file", name), ChecksVerb.Part("confirm", parsed.GetValue(confirm)), ChecksVerb.Part("watch", parsed.GetValue(watch)), "",
            }.OfType<string>()), content, null);
        });
    }

    /// <summary>hadirector confirm.</summary>
    public static Command MakeConfirm() =>
        Asking(new Command("confirm", "Keep the configuration that was applied with --confirm. " + GoodWhen), "confirm", static _ => ("/confirm?", [], null));

    /// <summary>hadirector rollback.</summary>
    public static Command MakeRollback() =>
        Asking(new Command("rollback", "Bring the configuration of before back while the one that was applied is not kept. " + GoodWhen), "rollback", static _ => ("/rollback?", [], null));

    private static Command Asking(Command command, string verb, Func<ParseResult, (string? Target, byte[] Content, string? Reason)> what)
    {
        Option<string?> by = new("--by") { Description = "Who asks, for the journal (default: $SUDO_USER). The user is known anyway.", HelpName = "NAME" };
        Option<bool> json = PlanVerb.JsonOption();
        command.Add(by);
        command.Add(json);
        ControlOptions control = new(command, shows: false);
        command.SetAction(parsed =>
        {
            (string? target, byte[] content, string? reason) = what(parsed);
            if (target is null) return PlanVerb.Fail(verb, reason!);
            string name = ChecksVerb.Part("by", parsed.GetValue(by) ?? Environment.GetEnvironmentVariable("SUDO_USER") ?? "")!;
            if (!UnixHttp.TryPost(control.Socket(parsed), target + name, content, FileToApply.Timeout, out byte[] body, out reason)
                || PlanJson.TryReadApply(body, out reason) is not { } report)
            {
                return PlanVerb.Fail(verb, reason);
            }
            bool good = report.Outcome is ApplyOutcome.Applied or ApplyOutcome.Unconfirmed || (verb == "rollback" && report.Outcome == ApplyOutcome.RolledBack);
            if (parsed.GetValue(json)) Console.Out.WriteLine(JsonSerializer.Serialize(report, PlanJson.Apply));
            else (good ? Console.Out : Console.Error).Write(ApplyPage.Render(report, content, good ? !Console.IsOutputRedirected : !Console.IsErrorRedirected));
            return good ? 0 : 1;
        });
        return command;
    }
}
