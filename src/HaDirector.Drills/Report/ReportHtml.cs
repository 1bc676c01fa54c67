using System.Globalization;
using System.Net;
using System.Text;
using Moment = HaDirector.Drills.TimeLinePicture.Moment;

namespace HaDirector.Drills;

/// <summary>A report for people: one HTML file that needs nothing else.</summary>
public static class ReportHtml
{
    // Fills what is partly lost, in every picture of the page.
    private const string Hatching =
        "<svg class=\"defs\" aria-hidden=\"true\"><defs><pattern id=\"part\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
        + "patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\"/><path d=\"M0 0V6\"/></pattern></defs></svg>\n";

    /// <summary>Renders a report.</summary>
    public static string Render(DrillReport report)
    {
        var html = new StringBuilder();
        string title = $"Failover drill: {report.Subject.Master.Name} and {report.Subject.Backup.Name}";
        html.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Append($"<title>{Text(title)}</title>\n<style>\n{ReportStyle.Css}\n</style>\n</head>\n<body>\n{Hatching}<main>\n");
        html.Append($"<header><h1>{Text(title)}</h1>{Verdict(report.Passed)}</header>\n");
        Facts(html, report);
        Summary(html, report);
        foreach (FaultReport fault in report.Faults) FaultCard(html, report.Subject, fault);
        Footer(html);
        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void Facts(StringBuilder html, DrillReport report)
    {
        DrillSubject subject = report.Subject;
        html.Append("<dl class=\"facts\">");
        Fact("virtual address", $"{subject.VirtualAddress}, TCP {subject.Tcp.Port}, UDP {subject.Udp.Port}");
        Fact("adverts", $"every {Ms(subject.AdvertInterval)} ms, router {subject.VirtualRouterId}");
        Fact("priorities", $"{subject.Master.Name} {subject.Master.Priority}, {subject.Backup.Name} {subject.Backup.Priority}");
        Fact("backup waits", $"{Ms(subject.BackupDownInterval)} ms (3 intervals and {Ms(subject.BackupSkew)} ms skew)");
        if (subject.Check is { } check) Fact("check", $"every {Ms(check.Interval)} ms, timeout {Ms(check.Timeout)} ms, fall {check.Fall}");
        Fact("configuration", report.Setting.Config);
        Fact("program", report.Setting.Program);
        Fact("host", report.Setting.Kernel);
        FormattableString run = $"{report.Setting.Started:yyyy-MM-dd HH:mm:ss} UTC, {report.Setting.Took.TotalSeconds:0} s";
        Fact("run", run.ToString(CultureInfo.InvariantCulture));
        html.Append("</dl>\n");

        void Fact(string name, string value) => html.Append($"<div><dt>{name}</dt><dd>{Text(value)}</dd></div>");
    }

    private static void Summary(StringBuilder html, DrillReport report)
    {
        html.Append("<section class=\"card wide\"><table><thead><tr>");
        foreach (string head in ReportTable.Heads) html.Append($"<th>{head}</th>");
        html.Append("</tr></thead><tbody>");
        foreach (FaultReport fault in report.Faults)
        {
            IReadOnlyList<string> cells = ReportTable.Row(fault);
            html.Append($"<tr><td><a href=\"#{cells[0]}\">{cells[0]}</a></td>");
            foreach (string cell in cells.Skip(1).SkipLast(1)) html.Append($"<td>{cell}</td>");
            html.Append($"<td>{Verdict(fault.Passed)}</td></tr>");
        }
        html.Append("</tbody></table></section>\n");
        html.Append($"<p class=\"key\"><span><i class=\"m\"></i>answered through {Text(report.Subject.Master.Name)}</span>");
        html.Append($"<span><i class=\"b\"></i>answered through {Text(report.Subject.Backup.Name)}</span>");
        html.Append("<span><i class=\"lost\"></i>lost</span><span><i class=\"part\"></i>partly lost</span>");
        html.Append("<span>▾ gratuitous ARP</span><span>○ answers ARP</span><span>◇ priority 0</span>");
        html.Append("<span>director lanes: a bar while it advertises</span><span>new: a tick for each, in the colour of its server</span></p>\n");
    }

    private static void FaultCard(StringBuilder html, DrillSubject subject, FaultReport fault)
    {
        string name = FaultText.Name(fault.Fault);
        html.Append($"<section class=\"card\" id=\"{name}\"><header><h2>{name}</h2>{Verdict(fault.Passed)}</header>");
        html.Append($"<p class=\"story\">{FaultText.Story(fault.Fault)}</p><ul class=\"findings\">");
        foreach (Finding finding in fault.Findings)
            html.Append($"<li class=\"{(finding.Met ? "met" : "missed")}\">{Text(finding.Expectation)}: <b>{Text(finding.Measured)}</b></li>");
        html.Append("</ul>");
        Pictures(html, subject, fault.Typical);
        ActReport[] others = [.. fault.Acts.Where(a => a != fault.Typical)];
        if (others.Length > 0)
        {
            html.Append($"<details><summary>{others.Length} more repetitions</summary>");
            foreach (ActReport act in others)
            {
                html.Append($"<h3>repetition {act.Figures.Act.Repetition}</h3>");
                html.Append($"<div class=\"wide\">{OfFault(act, subject)}</div>");
            }
            html.Append("</details>");
        }
        html.Append("</section>\n");
    }

    private static void Pictures(StringBuilder html, DrillSubject subject, ActReport act)
    {
        html.Append($"<div class=\"wide\">{OfFault(act, subject)}</div>");
        html.Append($"<details><summary>the way back: {Ms(act.Figures.FailbackOutage)} ms outage, ");
        html.Append($"{act.Figures.FailbackLost} connections lost</summary><div class=\"wide\">");
        html.Append(TimeLinePicture.Render(
            act.TimeLine, subject, PictureWindow.OfFailback(act), [new Moment(act.TimeLine.Healed, "healed", "takeover")]));
        html.Append("</div></details>");
    }

    private static string OfFault(ActReport act, DrillSubject subject)
    {
        ActFigures figures = act.Figures;
        var moments = new List<Moment> { new(TimeSpan.Zero, FaultText.Name(figures.Act.Fault), "fault") };
        if (figures.Takeover is { } takeover) moments.Add(new(takeover, $"{subject.Backup.Name} answers after {Ms(takeover)} ms", "takeover"));
        if (figures.Act.Fault is Fault.Cut or Fault.LinkDown)
        {
            TimeSpan limit = subject.BackupDownInterval + Judge.TakeoverTolerance;
            moments.Add(new(limit, $"limit {Ms(limit)} ms", "limit"));
        }
        if (figures.Act.Fault == Fault.ServerDown && subject.DeadServerBound + Judge.DeadServerTolerance is { } bound)
            moments.Add(new(bound, $"limit {Ms(bound)} ms", "limit"));
        return TimeLinePicture.Render(act.TimeLine, subject, PictureWindow.OfFault(act, subject), moments);
    }

    private static void Footer(StringBuilder html) => html.Append(
        """
        <footer>
        <p>A client sends one UDP datagram each millisecond to the virtual address and a real server sends it back; outage is the longest run
        of lost ones, takeover the time from the fault to the first answer that came through the other director, told by the link address
        the datagram was sent to. Held TCP connections exchange a byte each 100 ms, for 6 s before the fault; one is kept when it still
        exchanges after the watch. A new connection is opened each 100 ms; the dead server is used until the last one nobody answered.</p>
        <p>Several repetitions show as median (smallest–largest), and the picture is of the repetition nearest to the median outage.</p>
        </footer>

        """);

    private static string Verdict(bool passed) => passed ? "<span class=\"verdict pass\">PASS</span>" : "<span class=\"verdict fail\">FAIL</span>";

    private static string Ms(TimeSpan time) => Figure.Milliseconds(time.TotalMilliseconds);

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
