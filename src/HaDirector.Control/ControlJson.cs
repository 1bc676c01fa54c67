using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace HaDirector.Control;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    GenerationMode = JsonSourceGenerationMode.Metadata, // the other way writes an answer at once, however long, when those before were short
    NewLine = "\n")]
[JsonSerializable(typeof(Snapshot))]
[JsonSerializable(typeof(CheckList))]
[JsonSerializable(typeof(ServerList))]
[JsonSerializable(typeof(ServiceList))]
internal sealed partial class ControlContext : JsonSerializerContext;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(HistoryList))]
internal sealed partial class CompactContext : JsonSerializerContext;

/// <summary>JSON of the control API: snake_case names, nulls written, times in ISO 8601 with offset.</summary>
public static class ControlJson
{
    /// <summary>Writes a snapshot as indented UTF-8.</summary>
    public static byte[] Write(Snapshot snapshot) => JsonSerializer.SerializeToUtf8Bytes(snapshot, ControlContext.Default.Snapshot);

    /// <summary>How a snapshot is written, piece by piece by who owns the stream.</summary>
    public static JsonTypeInfo<Snapshot> Status => ControlContext.Default.Snapshot;

    /// <summary>How a list of checks is written, piece by piece by who owns the stream, for it may be long.</summary>
    public static JsonTypeInfo<CheckList> Checks => ControlContext.Default.CheckList;

    /// <summary>The same for a list of servers.</summary>
    public static JsonTypeInfo<ServerList> Servers => ControlContext.Default.ServerList;

    /// <summary>The same for a list of services.</summary>
    public static JsonTypeInfo<ServiceList> Services => ControlContext.Default.ServiceList;

    /// <summary>The same for histories.</summary>
    public static JsonTypeInfo<HistoryList> History => CompactContext.Default.HistoryList;

    /// <summary>Reads a snapshot; null with a reason when the text is none, or one of another version.</summary>
    public static Snapshot? TryRead(ReadOnlySpan<byte> utf8, out string reason) =>
        TryRead(utf8, ControlContext.Default.Snapshot, "a status", snapshot => snapshot.Api, out reason);

    /// <summary>The same for a list of checks.</summary>
    public static CheckList? TryReadChecks(ReadOnlySpan<byte> utf8, out string reason) =>
        TryRead(utf8, ControlContext.Default.CheckList, "a list of checks", checks => checks.Api, out reason);

    /// <summary>The same for a list of servers.</summary>
    public static ServerList? TryReadServers(ReadOnlySpan<byte> utf8, out string reason) =>
        TryRead(utf8, ControlContext.Default.ServerList, "a list of servers", servers => servers.Api, out reason);

    /// <summary>The same for a list of services.</summary>
    public static ServiceList? TryReadServices(ReadOnlySpan<byte> utf8, out string reason) =>
        TryRead(utf8, ControlContext.Default.ServiceList, "a list of services", services => services.Api, out reason);

    /// <summary>The same for histories.</summary>
    public static HistoryList? TryReadHistory(ReadOnlySpan<byte> utf8, out string reason) =>
        TryRead(utf8, CompactContext.Default.HistoryList, "a list of histories", history => history.Api, out reason);

    internal static T? TryRead<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type, string what, Func<T, int> version, out string reason)
        where T : class
    {
        reason = "";
        try
        {
            T? read = JsonSerializer.Deserialize(utf8, type);
            if (read is null) reason = "the answer is empty";
            else if (version(read) != Snapshot.ApiVersion) reason = $"the director speaks version {version(read)} of the control API, this program version {Snapshot.ApiVersion}";
            return reason.Length == 0 ? read : null;
        }
        catch (JsonException e)
        {
            reason = $"the answer is not {what}: {e.Message}";
            return null;
        }
    }
}
