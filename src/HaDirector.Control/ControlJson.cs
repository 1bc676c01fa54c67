using System.Text.Json;
using System.Text.Json.Serialization;

namespace HaDirector.Control;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(Snapshot))]
internal sealed partial class ControlContext : JsonSerializerContext;

/// <summary>JSON of the control API: snake_case names, nulls written, times in ISO 8601 with offset.</summary>
public static class ControlJson
{
    /// <summary>Writes a snapshot as indented UTF-8.</summary>
    public static byte[] Write(Snapshot snapshot) => JsonSerializer.SerializeToUtf8Bytes(snapshot, ControlContext.Default.Snapshot);

    /// <summary>Reads a snapshot; null with a reason when the text is none, or one of another version.</summary>
    public static Snapshot? TryRead(ReadOnlySpan<byte> utf8, out string reason)
    {
        reason = "";
        try
        {
            Snapshot? snapshot = JsonSerializer.Deserialize(utf8, ControlContext.Default.Snapshot);
            if (snapshot is null) reason = "the answer is empty";
            else if (snapshot.Api != Snapshot.ApiVersion) reason = $"the director speaks version {snapshot.Api} of the control API, this program version {Snapshot.ApiVersion}";
            return reason.Length == 0 ? snapshot : null;
        }
        catch (JsonException e)
        {
            reason = $"the answer is not a status: {e.Message}";
            return null;
        }
    }
}
