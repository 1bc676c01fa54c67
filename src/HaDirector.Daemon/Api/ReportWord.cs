using System.Text.Json;

namespace HaDirector.Daemon.Api;

/// <summary>Names of values as the control API writes them.</summary>
internal static class ReportWord
{
    /// <summary>"TimedOut" is "timed_out".</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
