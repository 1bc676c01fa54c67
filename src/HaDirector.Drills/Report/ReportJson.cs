using System.Text.Json;
using System.Text.Json.Serialization;

namespace HaDirector.Drills;

/// <summary>A report for programs. Times are milliseconds and count from the fault.</summary>
public static class ReportJson
{
    /// <summary>Renders a report.</summary>
    public static string Render(DrillReport report) => JsonSerializer.Serialize(Document(report), ReportJsonContext.Default.ReportDocument);

    private static ReportDocument Document(DrillReport report) => new(
        1, report.Passed, report.Setting.Started, report.Setting.Took.TotalSeconds, report.Setting.Config, report.Setting.Program,
        report.Setting.Kernel, Pair(report.Subject), [.. report.Faults.Select(FaultOf)]);

    private static PairDocument Pair(DrillSubject subject) => new(
        subject.Master.Name, subject.Backup.Name, subject.VirtualAddress.ToString(), subject.VirtualRouterId,
        Ms(subject.AdvertInterval), Ms(subject.BackupDownInterval), subject.DeadServerBound is { } bound ? Ms(bound) : null);

    private static FaultDocument FaultOf(FaultReport fault) => new(
        FaultText.Name(fault.Fault), fault.Passed, fault.Findings.Select(FindingOf), fault.Acts.Select(ActOf));

    private static FindingDocument FindingOf(Finding finding) =>
        new(finding.Expectation, finding.Measured, finding.Met, Round(finding.Value), Round(finding.Limit));

    private static ActDocument ActOf(ActReport act)
    {
        ActFigures figures = act.Figures;
        return new(
            figures.Act.Repetition, Ms(figures.Outage), Ms(figures.Takeover), figures.Kept, figures.Lost, Ms(figures.LongestSilence),
            Ms(figures.DeadServerUsed), figures.NewAnswered, Names(figures.ArpAnswers), figures.Restored,
            figures.UnexpectedEnds, Ms(figures.FailbackOutage), figures.FailbackLost, Ms(figures.ProberStall), Ms(act.TimeLine.Healed), act.TimeLine.Probe.Select(StretchOf), act.TimeLine.Adverts.Select(StretchOf),
            act.TimeLine.Marks.Select(mark => new EventDocument(Ms(mark.At), Name(mark.By), Name(mark.Kind))));
    }

    private static StretchDocument StretchOf(Stretch stretch) =>
        new(Ms(stretch.From), Ms(stretch.To), stretch.By == Seat.None ? "lost" : Name(stretch.By), stretch.Count, stretch.Lost);

    private static IEnumerable<string> Names(Seat seats) =>
        new[] { Seat.Master, Seat.Backup, Seat.Stranger }.Where(seat => seats.HasFlag(seat)).Select(Name);

    private static string Name(Seat seat) => seat switch
    {
        Seat.Master => "master",
        Seat.Backup => "backup",
        Seat.Stranger => "stranger",
        _ => "unknown",
    };

    private static string Name(LinkEventKind kind) => kind switch
    {
        LinkEventKind.Advert => "advert",
        LinkEventKind.Resignation => "resignation",
        LinkEventKind.GratuitousArp => "gratuitous_arp",
        _ => "arp_answer",
    };

    private static double Ms(TimeSpan time) => Math.Round(time.TotalMilliseconds, 2);

    private static double? Ms(TimeSpan? time) => time is { } known ? Ms(known) : null;

    private static double? Round(double? value) => value is { } known ? Math.Round(known, 2) : null;
}

internal sealed record ReportDocument(
    int Version, bool Passed, DateTimeOffset Started, double TookSeconds, string Config, string Program, string Kernel,
    PairDocument Pair, IReadOnlyList<FaultDocument> Faults);

internal sealed record PairDocument(
    string Master, string Backup, string VirtualAddress, int VirtualRouterId, double AdvertIntervalMs, double MasterDownMs,
    double? DeadServerBoundMs);

internal sealed record FaultDocument(string Fault, bool Passed, IEnumerable<FindingDocument> Findings, IEnumerable<ActDocument> Acts);

internal sealed record FindingDocument(string Expectation, string Measured, bool Met, double? Value, double? Limit);

internal sealed record ActDocument(
    int Repetition, double OutageMs, double? TakeoverMs, int ConnectionsKept, int ConnectionsLost, double? LongestSilenceMs,
    double? DeadServerUsedMs, int NewConnectionsAnswered, IEnumerable<string> ArpAnsweredBy, bool Restored, int UnexpectedEnds,
    double FailbackOutageMs, int FailbackConnectionsLost, double ProberStallMs, double HealedMs, IEnumerable<StretchDocument> Probe,
    IEnumerable<StretchDocument> Adverts, IEnumerable<EventDocument> Events);

internal sealed record StretchDocument(double FromMs, double ToMs, string By, int Count, int Lost);

internal sealed record EventDocument(double AtMs, string By, string Kind);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ReportDocument))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;
