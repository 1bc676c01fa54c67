using HaDirector.Control;
using Spectre.Console;

namespace HaDirector.Cli.Status;

/// <summary>A status for people: what is wrong first, then routers, services, sync and the process itself.</summary>
internal static class StatusText
{
    /// <summary>Renders.</summary>
    /// <param name="status">The status.</param>
    /// <param name="terminal">Colours and line drawing; else plain ASCII without either.</param>
    public static string Render(Snapshot status, bool terminal) => Page.Render(terminal, console =>
    {
        Head(console, status);
        Conditions(console, status.Conditions);
        RouterTable.Write(console, status, terminal);
        TrackTable.Write(console, status, terminal);
        SessionTable.Write(console, status, terminal);
        ServiceTable.Write(console, status, terminal);
        Foot(console, status);
    });

    /// <summary>A span of time in at most two units: "350ms", "42s", "3m 20s", "5h 2m", "12d 4h".</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { Ticks: < 0 } => "0s",
        { TotalSeconds: < 1 } => $"{span.TotalMilliseconds:F0}ms",
        { TotalMinutes: < 1 } => $"{(int)span.TotalSeconds}s",
        { TotalHours: < 1 } => $"{span.Minutes}m {span.Seconds}s",
        { TotalDays: < 1 } => $"{span.Hours}h {span.Minutes}m",
        _ => $"{span.Days}d {span.Hours}h",
    };

    /// <summary>An empty table in the style of this output.</summary>
    public static Table Table(bool terminal, params ReadOnlySpan<string> columns)
    {
        Table table = new Table().Border(terminal ? TableBorder.Rounded : TableBorder.Ascii2);
        foreach (string column in columns) table.AddColumn(new TableColumn(column).NoWrap());
        return table;
    }

    private static void Head(IAnsiConsole console, Snapshot status)
    {
        console.MarkupLineInterpolated(
            $"director [bold]{status.Director}[/], hadirector {status.Version}, up {Span(status.At - status.Started)}");
        console.MarkupLineInterpolated($"configuration {status.ConfigPath}, sha256 {status.ConfigHash[..Math.Min(12, status.ConfigHash.Length)]}");
    }

    private static void Conditions(IAnsiConsole console, IReadOnlyList<ConditionReport> conditions)
    {
        if (conditions.Count == 0)
        {
            console.MarkupLine("conditions: [green]none[/]");
            return;
        }
        console.MarkupLineInterpolated($"conditions: [yellow]{conditions.Count}[/]");
        foreach (ConditionReport condition in conditions)
        {
            string subject = condition.Subject.Length == 0 ? "" : $" ({condition.Subject})";
            console.MarkupLineInterpolated($"  [yellow]{condition.Name}[/]{subject} since {condition.Since:yyyy-MM-dd HH:mm:ss}: {condition.Message}");
            console.MarkupLineInterpolated($"    {condition.Advice}");
        }
    }

    private static void Foot(IAnsiConsole console, Snapshot status)
    {
        if (status.ConnectionSync is { } sync)
            console.MarkupLineInterpolated(
                $"connection sync: {sync.Mode} on {sync.Interface}, id {sync.SyncId}, running: {Words(sync.Daemons)}, wanted: {Words(sync.Wanted)}");
        if (status.Ipvs is { LastAudit: { } audit, LastEqual: { } equal } ipvs)
            console.MarkupLineInterpolated(
                $"kernel's table: read {Span(status.At - audit)} ago, as it should be {Span(status.At - equal)} ago, changes of others put right: {ipvs.Drift}");
        if (status.Ipvs is { ForeignServices: { Count: > 0 } foreign })
            console.MarkupLineInterpolated($"services of others in the kernel, left alone: {string.Join(", ", foreign.Take(10))}");
        if (status.Pair is { } pair)
            console.MarkupLineInterpolated(
                $"fence: {pair.Fence.Replace('_', ' ')}, other directors: {(pair.Peers.Count == 0 ? (pair.PeerPresent ? "present" : "none seen") : string.Join(", ", pair.Peers.Select(p => $"{p.Director} {(p.Present ? "present" : "not seen")}")))}");
        if (status.VrrpProcess is { } vrrp)
            console.MarkupLineInterpolated(
                $"VRRP process {vrrp.ProcessId}: pulse {vrrp.PulseAgeMs:F0}ms ago, late at most {vrrp.LatenessMaxMs:F2}ms, {vrrp.AllocatedBytes} bytes allocated, {vrrp.Collections} collections, {(vrrp.RealTime ? "real-time" : "not real-time")}, memory {(vrrp.MemoryLocked ? "locked" : "not locked")}, dropped packets: {vrrp.Dropped.Values.Sum()}");
        else
            console.MarkupLine("[yellow]VRRP process: not heard yet[/]");
    }

    private static string Words(IReadOnlyList<string> words) => words.Count == 0 ? "none" : string.Join(" and ", words);
}
