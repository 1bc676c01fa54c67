using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace HaDirector.Control;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(PlanReport))]
[JsonSerializable(typeof(ApplyReport))]
[JsonSerializable(typeof(JournalList))]
internal sealed partial class PlanContext : JsonSerializerContext;

/// <summary>JSON of plans, of what became of them, and of the journal: written as <see cref="ControlJson"/> writes.</summary>
public static class PlanJson
{
    /// <summary>How what a file would change is written.</summary>
    public static JsonTypeInfo<PlanReport> Plan => PlanContext.Default.PlanReport;

    /// <summary>The same for what became of a file.</summary>
    public static JsonTypeInfo<ApplyReport> Apply => PlanContext.Default.ApplyReport;

    /// <summary>The same for the journal.</summary>
    public static JsonTypeInfo<JournalList> Journal => PlanContext.Default.JournalList;

    /// <summary>Reads what a file would change; null with a reason when the text is none, or one of another version.</summary>
    public static PlanReport? TryReadPlan(ReadOnlySpan<byte> utf8, out string reason) => ControlJson.TryRead(utf8, Plan, "a plan", plan => plan.Api, out reason);

    /// <summary>The same for what became of a file.</summary>
    public static ApplyReport? TryReadApply(ReadOnlySpan<byte> utf8, out string reason) => ControlJson.TryRead(utf8, Apply, "an outcome", apply => apply.Api, out reason);

    /// <summary>The same for the journal.</summary>
    public static JournalList? TryReadJournal(ReadOnlySpan<byte> utf8, out string reason) => ControlJson.TryRead(utf8, Journal, "a journal", journal => journal.Api, out reason);
}
