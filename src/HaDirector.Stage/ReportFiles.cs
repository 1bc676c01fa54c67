using HaDirector.Drills;

namespace HaDirector.Stage;

/// <summary>Writes a report's files.</summary>
internal static class ReportFiles
{
    /// <summary>Name of the HTML report.</summary>
    public const string Html = "report.html";

    /// <summary>Writes report.json, report.html and report.txt.</summary>
    public static void Write(DrillReport report, string folder)
    {
        File.WriteAllText(Path.Combine(folder, "report.json"), ReportJson.Render(report));
        File.WriteAllText(Path.Combine(folder, Html), ReportHtml.Render(report));
        File.WriteAllText(Path.Combine(folder, "report.txt"), ReportText.Render(report));
    }
}
