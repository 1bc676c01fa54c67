using System.Globalization;
using HaDirector.Control;
using Spectre.Console;

namespace HaDirector.Cli.Status;

/// <summary>A status for people: what is wrong first, then routers, services, sync and the process itself.</summary>
internal static class StatusText
{
    private static readonly string[] Units = ["", "k", "M", "G", "T", "P"];

    /// <summary>Renders.</summary>
    /// <param name="status">The status.</param>
    /// <param name="histories">The last hour of its services.</param>
    /// <param name="terminal">Colours and line drawing; else plain ASCII without either.</param>
    public static string Render(Snapshot status, Histories histories, bool terminal) => Page.Render(terminal, console =>
    {
        Head(console, status);
        Conditions(console, status.Conditions);
        RouterTable.Write(console, status, terminal);
        TrackTable.Write(console, status, terminal);
        SessionTable.Write(console, status, terminal);
        Totals(console, status.Totals, histories.Total, terminal);
        ServiceTable.Write(console, status, histories, terminal);
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

    /// <summary>A weight of the kernel as it was meant: 30 at a scale of 100 is "0.3"; "-" for none.</summary>
    public static string Weight(int? weight, int scale) => weight is { } number ? (number / (double)scale).ToString("0.##", CultureInfo.InvariantCulture) : "-";

    /// <summary>A number with its unit: "999", "1.2k", "34M".</summary>
    public static string Short(double number)
    {
        int unit = 0;
        while (number >= 999.5 && unit < Units.Length - 1) (number, unit) = (number / 1000, unit + 1);
        return number.ToString(unit > 0 && number < 9.95 ? "0.0" : "0", CultureInfo.InvariantCulture) + Units[unit];
    }

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

    private static void Totals(IAnsiConsole console, ServiceTotals totals, HistoryReport? history, bool terminal)
    {
        if (totals.Services == 0) return;
        console.MarkupLineInterpolated(
            $"services: {totals.Services}, {totals.Problems} with problems; servers: {totals.Servers.Up} up, {totals.Servers.Down} down, {totals.Servers.Unknown} unknown");
        if (totals.Traffic is not { } traffic) return;
        console.MarkupLineInterpolated(
            $"connections: {traffic.Active} active, {traffic.Inactive} inactive, {traffic.Templates} templates; {Short(traffic.ConnectionsPerSecond)}/s new, in {Short(traffic.BytesInPerSecond)}B/s, out {Short(traffic.BytesOutPerSecond)}B/s");
        if (history?.ConnectionsPerSecond.Any(rate => rate is not null) == true)
            console.MarkupLineInterpolated($"new connections in the last hour: {Sparkline.Of(history.ConnectionsPerSecond, terminal)} at most {Short(history.ConnectionsPerSecond.Max() ?? 0)}/s");
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
