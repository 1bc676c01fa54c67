using HaDirector.Cli.Status;
using HaDirector.Ipvs;
using HaDirector.Ipvs.Connections;
using Spectre.Console;

namespace HaDirector.Cli.Connections;

/// <summary>Connections as lines of text, written as they come.</summary>
/// <param name="output">Where to.</param>
/// <param name="terminal">Whether that is a terminal.</param>
/// <param name="wide">Whether addresses of IPv6 are to be expected.</param>
/// <param name="withOrigin">Whether there is a column for where they are from.</param>
internal sealed class ConnectionText(TextWriter output, bool terminal, bool wide, bool withOrigin) : IConnectionSink
{
    private readonly int _width = wide ? 30 : 21;
    private bool _headed;

    public void Write(in ConnectionEntry entry, ServiceKey? service, string? name)
    {
        if (!_headed) Line("pro", "client", "virtual", "server", "state", "expires", "origin", "service");
        _headed = true;
        Line(
            entry.Protocol, entry.Client.ToString(), entry.FirewallMark != 0 ? service?.ToString() ?? $"mark {entry.FirewallMark}" : entry.Virtual.ToString(), entry.Server.ToString(),
            entry.State, $"{entry.ExpiresSeconds}s", entry.Origin == ConnectionOrigin.None ? "" : entry.Origin.ToString().ToLowerInvariant(),
            (name ?? service?.ToString() ?? "-") + (entry.EngineName is null ? "" : $" {entry.EngineName}:{Page.Plain(entry.EngineData ?? "")}"));
    }

    public void Write(ConnectionTally tally, ServiceNames names)
    {
        output.Write(Page.Render(terminal, console =>
        {
            if (tally.Total == 0)
            {
                console.WriteLine("no connections");
                return;
            }
            Table table = StatusText.Table(terminal, "service", "server", "connections", "templates", "states");
            foreach (ConnectionTally.Row row in tally.Rows)
            {
                table.AddRow(
                    Markup.Escape(names.Of(row.Service) ?? row.Service?.ToString() ?? "(no service)"),
                    Markup.Escape(row.Server.ToString()),
                    $"{row.Connections}",
                    $"{row.Templates}",
                    Markup.Escape(string.Join(", ", row.States.Select(state => $"{state.State} {state.Count}"))));
            }
            console.Write(table);
            if (tally.Others > 0) console.WriteLine($"and {tally.Others} of further servers");
        }, plainWidth: 220));
    }

    public void End(long read, IEnumerable<(ConnectionLineFault Fault, long Count)> faults)
    {
        if (!_headed) output.WriteLine("no connections");
    }

    public void Flush() => output.Flush();

    public void Dispose() => output.Flush();

    private void Line(string protocol, string client, string @virtual, string server, string state, string expires, string origin, string service)
    {
        output.Write(protocol.PadRight(5));
        foreach (string address in (ReadOnlySpan<string>)[client, @virtual, server])
        {
            output.Write(address.PadRight(_width));
            output.Write(' ');
        }
        output.Write(state.PadRight(12));
        output.Write(expires.PadLeft(7));
        output.Write(' ');
        if (withOrigin) output.Write(origin.PadRight(7));
        output.WriteLine(service);
    }
}
