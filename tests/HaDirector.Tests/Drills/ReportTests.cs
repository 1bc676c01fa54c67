using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using HaDirector.Drills;
using HaDirector.Tests.Architecture;
using static HaDirector.Tests.Drills.Acts;

namespace HaDirector.Tests.Drills;

public class ReportTests
{
    private static readonly DrillReport Passed = DrillReport.Of(Pair, Setting, [.. FaultText.All.Select(f => Good(f, f == Fault.Graceful ? 62 : 312))]);

    private static readonly DrillReport Failed = DrillReport.Of(Pair, Setting,
    [
        Good(Fault.Cut, 290), Good(Fault.Kill, 310) with { ArpAnswers = Seat.Master | Seat.Backup }, Good(Fault.Cut, 450, 2), Good(Fault.Kill, 312, 2),
        Good(Fault.Cut, 470, 3), Good(Fault.Kill, 314, 3),
    ]);

    [Fact]
    public void The_text_is_the_golden_one()
    {
        Golden("report-pass.txt", ReportText.Render(Passed));
        Golden("report-fail.txt", ReportText.Render(Failed));
    }

    [Fact]
    public void The_json_is_the_golden_one() => Golden("report.json", ReportJson.Render(Failed) + "\n");

    [Fact]
    public void The_html_is_the_golden_one() => Golden("report.html", ReportHtml.Render(Failed));

    [Fact]
    public void Programs_can_rely_on_verdict_and_figures()
    {
        JsonElement root = JsonDocument.Parse(ReportJson.Render(Failed)).RootElement;
        Assert.False(root.GetProperty("passed").GetBoolean());
        JsonElement cut = root.GetProperty("faults")[0];
        Assert.Equal("cut", cut.GetProperty("fault").GetString());
        Assert.Equal([290, 450, 470], cut.GetProperty("acts").EnumerateArray().Select(a => a.GetProperty("outage_ms").GetDouble()));
        JsonElement outage = cut.GetProperty("findings").EnumerateArray().Single(f => f.GetProperty("expectation").GetString()!.StartsWith("outage"));
        Assert.Equal((450, 380.94), (outage.GetProperty("value").GetDouble(), outage.GetProperty("limit").GetDouble()));
    }

    [Fact]
    public void A_report_of_nothing_has_not_passed() => Assert.False(DrillReport.Of(Pair, Setting, []).Passed);

    [Fact]
    public void The_repetition_nearest_to_the_median_is_shown() =>
        Assert.Equal(2, Failed.Faults.Single(f => f.Fault == Fault.Cut).Typical.Figures.Act.Repetition);

    [Fact]
    public void The_page_needs_nothing_else_and_cannot_be_written_into()
    {
        DrillSubject evil = Pair with { Master = Pair.Master with { Name = "<script>alert(1)</script>" } };
        string html = ReportHtml.Render(DrillReport.Of(evil, Setting with { Config = "a&b.yaml" }, [Good(Fault.Cut)]));
        Assert.DoesNotContain("<script", html);
        Assert.Contains("a&amp;b.yaml", html);
        Assert.DoesNotMatch("(src|href)=\"(?!#)", html);
        Assert.DoesNotContain("@import", html);
    }

    [Fact]
    public void The_picture_shows_the_outage_where_and_as_long_as_it_was()
    {
        var act = new ActReport(ActFigures.Of(Good(Fault.Cut, 312)), TimeLine.Of(Good(Fault.Cut, 312), Pair.AdvertInterval));
        PictureWindow window = PictureWindow.OfFault(act, Pair);
        XElement svg = XElement.Parse(TimeLinePicture.Render(act.TimeLine, Pair, window, []));
        XElement gap = Assert.Single(svg.Elements("rect"), r => r.Attribute("class")!.Value == "lost" && r.Attribute("height")!.Value == "26");
        double unit = (PictureWindow.Right - PictureWindow.Left) / (window.To - window.From).TotalMilliseconds;
        Assert.Equal(PictureWindow.Left + (-window.From.TotalMilliseconds * unit), Number(gap, "x"), 1);
        Assert.Equal(312 * unit, Number(gap, "width"), 1);
        Assert.Equal("312 ms", Assert.Single(svg.Elements("text"), t => t.Attribute("class")!.Value == "gap").Value);
        Assert.Equal("312 probes, 312 lost, 0 ms to 312 ms", gap.Element("title")!.Value);
        Assert.True(window.Shows(Pair.BackupDownInterval), "the limit is in the picture");
    }

    [Fact]
    public void Every_picture_is_sound_markup_with_plain_numbers()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = comma;
            string html = ReportHtml.Render(Passed);
            MatchCollection pictures = Regex.Matches(html, "<svg viewBox.*?</svg>", RegexOptions.Singleline);
            Assert.Equal(14, pictures.Count);
            Assert.All(pictures, picture => Assert.DoesNotMatch("\"[0-9.]*,[0-9]", XElement.Parse(picture.Value).ToString()));
            Assert.DoesNotContain("-0 ms<", html);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(500, 50)]
    [InlineData(1000, 100)]
    [InlineData(1001, 200)]
    [InlineData(7000, 1000)]
    public void The_axis_has_round_steps(int length, int step) => Assert.Equal(step, new PictureWindow(default, Ms(length), default).Step);

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);

    private static void Golden(string name, string actual)
    {
        string path = Path.Combine(Repository.Root, "tests", "HaDirector.Tests", "Drills", name);
        if (Environment.GetEnvironmentVariable("HADIRECTOR_REWRITE") == "1") File.WriteAllText(path, actual);
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
