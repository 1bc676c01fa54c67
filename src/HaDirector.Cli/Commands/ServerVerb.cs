using System.CommandLine;
using System.Text;
using HaDirector.Cli.Status;
using HaDirector.Control;
using HaDirector.Linux;

namespace HaDirector.Cli.Commands;

/// <summary>hadirector server: what is asked of real servers apart from their checks.</summary>
internal static class ServerVerb
{
    public static Command Make()
    {
        Command command = new("server", "Ask a real server to drain, to take part again, or for maintenance; it survives reloads and restarts.");
        command.Add(Asking("drain", "No new connections; those it has go on."));
        command.Add(Asking("maintenance", "The same, and its failures are no alarm."));
        command.Add(Asking("ready", "Takes part again as its checks say."));
        command.Add(Listing());
        return command;
    }

    private static Command Asking(string mode, string description)
    {
        Argument<string> service = new("SERVICE") { Description = "Name of the service." };
        Argument<string> server = new("SERVER") { Description = "ADDRESS or ADDRESS:PORT of the server." };
        Option<string?> time = new("--for") { Description = "Until this time has passed, such as 30m (default: until it is asked otherwise).", HelpName = "DURATION" };
        Command command = new(mode, description + " Exit status 1 when it was not done.") { service, server };
        if (mode != "ready") command.Add(time);
        ControlOptions control = new(command, shows: false);
        command.SetAction(parsed =>
        {
            string target = "/server?" + string.Join('&', new[]
            {
                ChecksVerb.Part("mode", mode), ChecksVerb.Part("service", parsed.GetValue(service)), ChecksVerb.Part("server", parsed.GetValue(server)),
                mode == "ready" ? null : ChecksVerb.Part("for", parsed.GetValue(time)),
            }.OfType<string>());
            bool done = UnixHttp.TryPost(control.Socket(parsed), target, ControlOptions.Timeout, out byte[] body, out string reason);
            if (done) Console.Out.Write(Encoding.UTF8.GetString(body));
            else Console.Error.Write($"hadirector server: {reason}\n");
            return done ? 0 : 1;
        });
        return command;
    }

    private static Command Listing()
    {
        Option<string?> service = new("--service") { Description = "Only servers of this service.", HelpName = "NAME" };
        Command command = new("list", "Show the servers, what they do and what is asked of them. Exit status 1 when the director does not answer.") { service };
        ControlOptions control = new(command, shows: true);
        command.SetAction(parsed =>
        {
            string target = "/servers?" + ChecksVerb.Part("service", parsed.GetValue(service));
            return control.Show(
                parsed, "server list", json => json ? target : $"{target}&limit={ServerTable.RowsMax}",
                (string _, byte[] answer, bool terminal, out string reason) =>
                    ControlJson.TryReadServers(answer, out reason) is { } servers ? ServerTable.Render(servers, terminal) : null);
        });
        return command;
    }
}
