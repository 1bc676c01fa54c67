using System.Text.Json;
using HaDirector.Control;
using HaDirector.Ipvs;
using HaDirector.Ipvs.Connections;

namespace HaDirector.Cli.Connections;

/// <summary>Connections as one JSON object, written as they come.</summary>
internal sealed class ConnectionJson : IConnectionSink
{
    private readonly Stream _output;
    private readonly Utf8JsonWriter _json;

    /// <param name="output">Where to.</param>
    /// <param name="at">The time it is.</param>
    /// <param name="count">Whether counts follow, and no connections.</param>
    public ConnectionJson(Stream output, DateTimeOffset at, bool count)
    {
        (_output, _json) = (output, new Utf8JsonWriter(output));
        _json.WriteStartObject();
        _json.WriteNumber("api", Snapshot.ApiVersion);
        _json.WriteString("at", at);
        _json.WriteStartArray(count ? "counts" : "connections");
    }

    public void Write(in ConnectionEntry entry, ServiceKey? service, string? name)
    {
        _json.WriteStartObject();
        _json.WriteString("protocol", entry.Protocol.ToLowerInvariant());
        _json.WriteString("client", entry.Client.ToString());
        _json.WriteString("virtual", entry.FirewallMark == 0 ? entry.Virtual.ToString() : null);
        _json.WriteString("server", entry.Server.ToString());
        _json.WriteString("state", entry.State);
        _json.WriteNumber("expires_seconds", entry.ExpiresSeconds);
        _json.WriteBoolean("template", entry.IsTemplate);
        _json.WriteString("service", service?.ToString());
        _json.WriteString("name", name);
        if (entry.Origin != ConnectionOrigin.None) _json.WriteString("origin", entry.Origin.ToString().ToLowerInvariant());
        if (entry.EngineName is not null)
        {
            _json.WriteString("engine", entry.EngineName);
            _json.WriteString("engine_data", entry.EngineData);
        }
        _json.WriteEndObject();
    }

    public void Write(ConnectionTally tally, ServiceNames names)
    {
        foreach (ConnectionTally.Row row in tally.Rows)
        {
            _json.WriteStartObject();
            _json.WriteString("service", row.Service?.ToString());
            _json.WriteString("name", names.Of(row.Service));
            _json.WriteString("server", row.Server.ToString());
            _json.WriteNumber("connections", row.Connections);
            _json.WriteNumber("templates", row.Templates);
            _json.WriteStartObject("states");
            foreach ((string state, long count) in row.States) _json.WriteNumber(state, count);
            _json.WriteEndObject();
            _json.WriteEndObject();
        }
        _json.WriteEndArray();
        _json.WriteNumber("total", tally.Total);
        _json.WriteNumber("others", tally.Others);
        _json.WriteEndObject();
    }

    public void End(long read, IEnumerable<(ConnectionLineFault Fault, long Count)> faults)
    {
        _json.WriteEndArray();
        _json.WriteNumber("read", read);
        _json.WriteNumber("unreadable", faults.Sum(fault => fault.Count));
        _json.WriteEndObject();
    }

    public void Flush() => _json.Flush();

    public void Dispose()
    {
        _json.Dispose();
        _output.Write("\n"u8);
        _output.Flush();
    }
}
