using System.CommandLine;
using System.Text;
using HaDirector.Cli.Status;
using HaDirector.Control;
using HaDirector.Linux;

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
        command.SetAction(parsed => control.Show(parsed, (string socket, bool json, bool terminal, out string text) =>
        {
            int? most = parsed.GetValue(limit) ?? (json ? null : LimitOfText);
            string target = "/services?" + string.Join('&', new[]
            {
                ChecksVerb.Part("sort", parsed.GetValue(sort)), ChecksVerb.Part("limit", most?.ToString(System.Globalization.CultureInfo.InvariantCulture)), parsed.GetValue(problems) ? "problems=1" : null,
            }.OfType<string>());
            return TryRender(socket, target, json, terminal, out text);
        }));
        return command;
    }

    private static bool TryRender(string socket, string target, bool json, bool terminal, out string text)
    {
        if (!UnixHttp.TryGet(socket, target, ControlOptions.Timeout, out byte[] body, out string reason)
            || ControlJson.TryReadServices(body, out reason) is not { } services)
        {
            text = $"hadirector services: {reason}\n";
            return false;
        }
        text = json ? Encoding.UTF8.GetString(body) + "\n" : SummaryTable.Render(services, Histories.Ask(socket, null), terminal);
        return true;
    }
}
