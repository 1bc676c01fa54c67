using HaDirector.Engine;

namespace HaDirector.Config;

/// <summary>hadirector check: every finding about a file.</summary>
public static class CheckVerb
{
    /// <summary>Renders a result: text for people or JSON for programs; exit code 1 when there are errors.</summary>
    /// <param name="result">What came of the file.</param>
    /// <param name="fileName">Its name.</param>
    /// <param name="json">JSON instead of text.</param>
    public static VerbOutput Run(LoadResult result, string fileName, bool json)
    {
        int exitCode = result.Errors == 0 ? 0 : 1;
        if (json) return new(DiagnosticJson.Render(result, fileName) + "\n", exitCode);
        string summary = result.Plan is { } plan
            ? $"{fileName}: good for director {plan.Director}: {Content(plan)}"
            : $"{fileName}: refused";
        return new($"{DiagnosticText.Render(result)}{summary}{Counts(result)}\n", exitCode);
    }

    private static string Content(Plan plan) =>
        $"{Count(plan.VirtualRouters.Count, "virtual router")}, {Count(plan.Services.Count, "service")}, "
        + Count(plan.Services.Sum(s => s.Servers.Count), "server");

    private static string Counts(LoadResult result) => (result.Errors, result.Warnings) switch
    {
        (0, 0) => "",
        (0, _) => $"; {Count(result.Warnings, "warning")}",
        (_, 0) => $": {Count(result.Errors, "error")}",
        _ => $": {Count(result.Errors, "error")}, {Count(result.Warnings, "warning")}",
    };

    private static string Count(int number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";
}
