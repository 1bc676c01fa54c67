using System.CommandLine;
using System.Text;
using HaDirector.Cli.Connections;
using HaDirector.Ipvs;
using HaDirector.Ipvs.Connections;
using HaDirector.Model;
using Microsoft.Win32.SafeHandles;

namespace HaDirector.Cli.Commands;

/// <summary>hadirector connections: the connections the kernel forwards.</summary>
internal static class ConnectionsVerb
{
    private const int BrokenPipe = 32; // EPIPE

    public static Command Make()
    {
        Option<string?> service = new("--service") { Description = "Only of this service: its name, or its address such as tcp://192.0.2.80:80.", HelpName = "NAME|ADDRESS" };
        Option<string?> server = new("--server") { Description = "Only to this server, or to servers of this network.", HelpName = "ADDRESS[:PORT]|CIDR" };
        Option<string?> client = new("--client") { Description = "Only from this client, or from this network.", HelpName = "ADDRESS|CIDR" };
        Option<string?> state = new("--state") { Description = "Only in this state, such as ESTABLISHED.", HelpName = "STATE" };
        Option<string?> origin = new("--origin") { Description = "Tell where the kernel has each from, and show only those.", HelpName = "any|local|sync" };
        origin.AcceptOnlyFromAmong("any", "local", "sync");
        Option<long?> limit = new("--limit") { Description = "So many at most.", HelpName = "N" };
        Option<bool> count = new("--count") { Description = "Count them by service, server and state." };
        Option<bool> json = new("--json") { Description = "For programs." };
        Option<bool> all = new("--all") { Description = "Read the list though this kernel needs long for it." };
        Command command = new("connections", "Show the connections that the kernel forwards, as they are read. Exit status 1 when they cannot be.")
        {
            service, server, client, state, origin, limit, count, json, all,
        };
        ControlOptions control = new(command, shows: false);
        command.SetAction(parsed =>
        {
            ConnectionFilter filter = ConnectionFilter.All with { State = parsed.GetValue(state)?.ToUpperInvariant() };
            string? name = parsed.GetValue(service);
            if (name is not null && ServiceKey.TryParse(name, out ServiceKey key)) (name, filter) = (null, filter with { Service = key });
            if (parsed.GetValue(server) is { } servers && !TryServer(servers, ref filter)) return Refuse($"'{servers}' is no server: give ADDRESS, ADDRESS:PORT or a network");
            if (parsed.GetValue(client) is { } clients)
            {
                if (!IpPrefix.TryParse(clients, out IpPrefix network)) return Refuse($"'{clients}' is no client: give an address or a network");
                filter = filter with { Client = network };
            }
            if (parsed.GetValue(origin) is { } from and not "any") filter = filter with { Origin = from == "local" ? ConnectionOrigin.Local : ConnectionOrigin.Sync };
            if (parsed.GetValue(limit) is <= 0) return Refuse("--limit is a number from 1 on");
            return Show(new ConnectionQuery(
                filter, name, parsed.GetValue(limit), parsed.GetValue(count), parsed.GetValue(json), parsed.GetValue(origin) is not null, parsed.GetValue(all)), control.Socket(parsed));
        });
        return command;
    }

    private static bool TryServer(string text, ref ConnectionFilter filter)
    {
        if (IpPrefix.TryParse(text, out IpPrefix network)) filter = filter with { Server = network };
        else if (IpEndpoint.TryParse(text, out IpEndpoint endpoint))
            filter = filter with { Server = new IpPrefix(endpoint.Address, (byte)endpoint.Address.BitCount), ServerPort = endpoint.Port };
        else return false;
        return true;
    }

    private static int Show(ConnectionQuery query, string socket)
    {
        // Not Console's own stream: that hides that nobody reads any more, and the kernel's list may be long.
        using FileStream output = new(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        IConnectionSink Sink(bool wide) => query.Json
            ? new ConnectionJson(output, DateTimeOffset.UtcNow, query.Count)
            : new ConnectionText(new StreamWriter(output, new UTF8Encoding(false), 16 * 1024), !Console.IsOutputRedirected, wide, query.WithOrigin);
        try
        {
            return ConnectionRun.Run(query, ServiceNames.Ask(socket), Sink, text => Console.Error.WriteLine($"hadirector connections: {text}")) is { } refusal ? Refuse(refusal) : 0;
        }
        catch (IOException e) when (e.HResult == BrokenPipe)
        {
            return 0; // whoever reads has seen enough
        }
        catch (IOException e)
        {
            return Refuse(e.Message);
        }
    }

    private static int Refuse(string reason)
    {
        Console.Error.WriteLine($"hadirector connections: {reason}");
        return 1;
    }
}
