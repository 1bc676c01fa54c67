using System.CommandLine;
using System.Globalization;
using HaDirector.Cli.Status;
using HaDirector.Control;

namespace HaDirector.Cli.Commands;

/// <summary>hadirector services: a line for each service, the busiest first when asked.</summary>
internal static class ServicesVerb
{
    private const int LimitOfText = 500; // rows, when no other limit is given

    public static Command Make()
    {
        Option<string> sort = new("--sort") { Description = "Order: that of the file, or the most first.", DefaultValueFactory = _ => "file" };
        sort.AcceptOnlyFromAmong("file", "connections", "rate", "bytes");
        Option<int?> limit = new("--limit") { Description = $"So many at most (default: {LimitOfText}, for JSON all).", HelpName = "N" };
        Option<bool> problems = new("--problems") { Description = "Only those with a problem." };
        Command command = new("services", "Show a line for each service: servers, connections, traffic. Exit status 1 when the director does not answer.") { sort, limit, problems };
        ControlOptions control = new(command, shows: true);
        command.SetAction(parsed =>
        {
            string Target(bool json) => "/services?" + string.Join('&', new[]
            {
                ChecksVerb.Part("sort", parsed.GetValue(sort)),
                ChecksVerb.Part("limit", (parsed.GetValue(limit) ?? (json ? null : LimitOfText))?.ToString(CultureInfo.InvariantCulture)),
                parsed.GetValue(problems) ? "problems=1" : null,
            }.OfType<string>());
            return control.Show(
                parsed, "services", Target,
                (string socket, byte[] answer, bool terminal, out string reason) =>
                    ControlJson.TryReadServices(answer, out reason) is { } services ? SummaryTable.Render(services, Histories.Ask(socket, null), terminal) : null);
        });
        return command;
    }
}
