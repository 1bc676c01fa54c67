using System.Globalization;
using System.Net;
using System.Text;

namespace HaDirector.Drills;

/// <summary>Draws a time line as SVG. Colours come from the classes of <see cref="ReportStyle"/>.</summary>
public static class TimeLinePicture
{
    private const double Width = 1000;
    private const double ProbeTop = 44;
    private const double ProbeHeight = 26;
    private const double LaneHeight = 16;
    private const double MasterTop = 88;
    private const double BackupTop = 122;
    private const double HeldTop = 158;
    private const double HeldStep = 1.5;

    /// <summary>A line across all lanes.</summary>
    /// <param name="At">Where.</param>
    /// <param name="Label">What it is.</param>
    /// <param name="Class">"fault", "takeover" or "limit".</param>
    public readonly record struct Moment(TimeSpan At, string Label, string Class);

    /// <summary>Draws a window of a time line.</summary>
    public static string Render(TimeLine line, DrillSubject subject, PictureWindow window, IReadOnlyList<Moment> moments)
    {
        double newTop = HeldTop + (Math.Max(line.Held.Count, 8) * HeldStep) + 16;
        double bottom = newTop + 22;
        var svg = new StringBuilder();
        svg.Append(Invariant($"<svg viewBox=\"0 0 {Width} {bottom + 30}\" role=\"img\" aria-label=\"time line\">"));
        Axis(svg, window, bottom);
        Label(svg, ProbeTop + (ProbeHeight / 2), "probe", "lane");
        Label(svg, MasterTop + (LaneHeight / 2), subject.Master.Name, "lane m");
        Label(svg, BackupTop + (LaneHeight / 2), subject.Backup.Name, "lane b");
        Label(svg, HeldTop + ((newTop - 16 - HeldTop) / 2), Invariant($"{line.Held.Count} held"), "lane");
        Label(svg, newTop + 8, "new", "lane");
        Probe(svg, line, window);
        Adverts(svg, line, window);
        Marks(svg, line, window);
        Held(svg, line, window);
        New(svg, line, window, newTop);
        foreach (Moment moment in moments.Where(m => window.Shows(m.At))) Draw(svg, moment, window, bottom);
        return svg.Append("</svg>").ToString();
    }

    private static void Axis(StringBuilder svg, PictureWindow window, double bottom)
    {
        double step = window.Step;
        // Adding 0 makes 0 of the -0 that rounding up gives.
        double first = (Math.Ceiling((window.From - window.Zero).TotalMilliseconds / step) * step) + 0.0;
        for (double ms = first; ms <= (window.To - window.Zero).TotalMilliseconds; ms += step)
        {
            double x = window.X(window.Zero + TimeSpan.FromMilliseconds(ms));
            string text = step >= 1000 ? Invariant($"{ms / 1000:0.#} s") : Invariant($"{ms:0} ms");
            svg.Append(Invariant($"<path class=\"grid\" d=\"M{x:0.0} {ProbeTop - 8}V{bottom}\"/>"));
            svg.Append(Invariant($"<text class=\"tick\" x=\"{x:0.0}\" y=\"{bottom + 18}\">{text}</text>"));
        }
    }

    private static void Probe(StringBuilder svg, TimeLine line, PictureWindow window)
    {
        foreach (Stretch stretch in line.Probe.Where(s => window.Shows(s.From, s.To)))
        {
            string title = Invariant($"{stretch.Count} probes, {stretch.Lost} lost");
            bool partly = stretch.Lost > 0 && stretch.By != Seat.None;
            Bar(svg, window, stretch, ProbeTop, ProbeHeight, Class(stretch.By), title);
            if (partly) Bar(svg, window, stretch, ProbeTop, ProbeHeight, "part", title);
            double width = window.X(stretch.To) - window.X(stretch.From);
            if (stretch.By != Seat.None || width < 44) continue;
            string length = Figure.Milliseconds((stretch.To - stretch.From).TotalMilliseconds);
            double middle = (window.X(stretch.To) + window.X(stretch.From)) / 2;
            svg.Append(Invariant($"<text class=\"gap\" x=\"{middle:0.0}\" y=\"{ProbeTop + (ProbeHeight / 2) + 4}\">{length} ms</text>"));
        }
    }

    private static void Adverts(StringBuilder svg, TimeLine line, PictureWindow window)
    {
        foreach (Stretch stretch in line.Adverts.Where(s => window.Shows(s.From, s.To)))
            Bar(svg, window, stretch, Top(stretch.By), LaneHeight, Class(stretch.By), Invariant($"{stretch.Count} adverts"));
    }

    private static void Bar(StringBuilder svg, PictureWindow window, Stretch stretch, double top, double height, string style, string title)
    {
        (double from, double to) = (window.X(stretch.From), window.X(stretch.To));
        // A single lost probe or a single advert is still to be seen.
        double width = Math.Max(to - from, 1.2);
        svg.Append(Invariant($"<rect class=\"{style}\" x=\"{from:0.0}\" y=\"{top}\" width=\"{width:0.0}\" height=\"{height}\">"));
        svg.Append(Invariant($"<title>{title}, {Ms(stretch.From - window.Zero)} to {Ms(stretch.To - window.Zero)}</title></rect>"));
    }

    private static void Marks(StringBuilder svg, TimeLine line, PictureWindow window)
    {
        foreach (LinkEvent mark in line.Marks.Where(m => window.Shows(m.At) && m.By is Seat.Master or Seat.Backup))
        {
            (double x, double y) = (window.X(mark.At), Top(mark.By) + (LaneHeight / 2));
            (string shape, string title) = mark.Kind switch
            {
                LinkEventKind.Resignation => (Invariant($"<path class=\"resign\" d=\"M{x:0.0} {y - 8}l7 8l-7 8l-7-8z\">"), "priority 0"),
                LinkEventKind.GratuitousArp => (Invariant($"<path class=\"garp\" d=\"M{x:0.0} {y - 9}l5 -8h-10z\">"), "gratuitous ARP"),
                _ => (Invariant($"<circle class=\"arp\" cx=\"{x:0.0}\" cy=\"{y}\" r=\"3.2\">"), "answers ARP"),
            };
            svg.Append(shape).Append(Invariant($"<title>{title}, {Ms(mark.At - window.Zero)}</title>"));
            svg.Append(mark.Kind is LinkEventKind.Resignation or LinkEventKind.GratuitousArp ? "</path>" : "</circle>");
        }
    }

    // One hair for each connection: grey while it exchanges, red in its longest silence, ending where it broke.
    private static void Held(StringBuilder svg, TimeLine line, PictureWindow window)
    {
        double y = HeldTop;
        var (calm, silent) = (new StringBuilder(), new StringBuilder());
        foreach (HeldConnection held in line.Held.OrderBy(h => h.Server))
        {
            double end = window.X(held.Broken ?? window.To);
            calm.Append(Invariant($"M{PictureWindow.Left} {y:0.0}H{end:0.0}"));
            bool lasting = held.SilentTo - held.SilentFrom > 2.5 * DrillScript.ExchangeInterval;
            if (lasting && window.Shows(held.SilentFrom, held.SilentTo))
                silent.Append(Invariant($"M{window.X(held.SilentFrom):0.0} {y:0.0}H{Math.Min(end, window.X(held.SilentTo)):0.0}"));
            y += HeldStep;
        }
        svg.Append(Invariant($"<path class=\"calm\" d=\"{calm}\"/><path class=\"silent\" d=\"{silent}\"/>"));
    }

    private static void New(StringBuilder svg, TimeLine line, PictureWindow window, double top)
    {
        foreach (NewConnection attempt in line.New.Where(n => window.Shows(n.Started)))
        {
            string style = attempt.Took is null ? "lost" : attempt.Server % 2 == 1 ? "odd" : "even";
            string title = attempt.Took is { } took ? Invariant($"answered by rs{attempt.Server} after {Ms(took)}") : "not answered";
            double x = window.X(attempt.Started) - 1.5;
            svg.Append(Invariant($"<rect class=\"{style}\" x=\"{x:0.0}\" y=\"{top}\" width=\"3\" height=\"16\" rx=\"1\">"));
            svg.Append(Invariant($"<title>{title}, {Ms(attempt.Started - window.Zero)}</title></rect>"));
        }
    }

    private static void Draw(StringBuilder svg, Moment moment, PictureWindow window, double bottom)
    {
        double x = window.X(moment.At);
        // The limit is labelled above the others, so that the words do not run into each other.
        double y = moment.Class == "limit" ? 13 : 29;
        svg.Append(Invariant($"<path class=\"{moment.Class}\" d=\"M{x:0.0} {y - 10}V{bottom}\"/>"));
        bool toTheLeft = moment.Class == "fault" || x > PictureWindow.Right - 160;
        string anchor = toTheLeft ? "end" : "start";
        svg.Append(Invariant($"<text class=\"{moment.Class}\" x=\"{x + (toTheLeft ? -5 : 5):0.0}\" y=\"{y}\" text-anchor=\"{anchor}\">"));
        svg.Append(WebUtility.HtmlEncode(moment.Label)).Append("</text>");
    }

    private static void Label(StringBuilder svg, double y, string text, string style) =>
        svg.Append(Invariant($"<text class=\"{style}\" x=\"{PictureWindow.Left - 12}\" y=\"{y + 4:0.0}\">{WebUtility.HtmlEncode(text)}</text>"));

    private static double Top(Seat seat) => seat == Seat.Backup ? BackupTop : MasterTop;

    private static string Class(Seat seat) => seat switch
    {
        Seat.Master => "m",
        Seat.Backup => "b",
        Seat.Stranger => "s",
        _ => "lost",
    };

    private static string Ms(TimeSpan time) => Invariant($"{time.TotalMilliseconds:0} ms");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
