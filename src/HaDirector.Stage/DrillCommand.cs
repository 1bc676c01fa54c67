using System.Reflection;
using HaDirector.Drills;
using HaDirector.Linux;
using HaDirector.Linux.Capture;

namespace HaDirector.Stage;

/// <summary>The verb <c>hadirector drill</c>.</summary>
public static class DrillCommand
{
    /// <summary>Runs the drill and writes its report; 0 when every expectation was met, 1 when not, 2 when it could not be run.</summary>
    public static int Run(DrillOptions options, TextWriter output)
    {
        DateTimeOffset started = DateTimeOffset.UtcNow;
        var script = new DrillScript(options.Faults, options.Repeat);
        var records = new List<ActRecord>();
        string? aborted = null;
        try
        {
            Directory.CreateDirectory(options.OutputDirectory);
            (string master, string backup) = (options.Subject.Master.Name, options.Subject.Backup.Name);
            output.WriteLine($"drill: {master} and {backup} from {options.ConfigFile}, waiting for the pair");
            using var performance = new Performance(options);
            foreach (Act act in script.Acts())
            {
                ActRecord record = performance.Play(act);
                records.Add(record);
                output.WriteLine(Line(act, script, ActFigures.Of(record)));
                output.Flush();
                if (!record.Restored)
                    throw new DrillException($"the pair did not come back after {FaultText.Name(act.Fault)}: {performance.Lacking}");
            }
        }
        catch (Exception e) when (e is DrillException or LinuxException or PcapException or IOException or UnauthorizedAccessException)
        {
            aborted = e.Message;
        }
        bool passed = records.Count > 0 && Report(options, records, started, output);
        if (aborted is not null) output.WriteLine($"drill: given up: {aborted}");
        return records.Count == 0 ? 2 : passed && aborted is null ? 0 : 1;
    }

    private static bool Report(DrillOptions options, List<ActRecord> records, DateTimeOffset started, TextWriter output)
    {
        DrillReport report = DrillReport.Of(options.Subject, Setting(options, started), records);
        ReportFiles.Write(report, options.OutputDirectory);
        output.WriteLine();
        output.Write(ReportText.Render(report));
        output.WriteLine($"report: {Path.GetFullPath(Path.Combine(options.OutputDirectory, ReportFiles.Html))}");
        return report.Passed;
    }

    private static string Line(Act act, DrillScript script, ActFigures figures)
    {
        string round = script.Repeat > 1 ? $" {act.Repetition}/{script.Repeat}" : "";
        string takeover = figures.Takeover is { } at ? $"{Figure.Milliseconds(at.TotalMilliseconds)} ms" : "none";
        return $"  {FaultText.Name(act.Fault)}{round}: outage {Figure.Milliseconds(figures.Outage.TotalMilliseconds)} ms, takeover {takeover}, "
            + $"kept {figures.Kept}/{figures.Kept + figures.Lost}";
    }

    private static DrillSetting Setting(DrillOptions options, DateTimeOffset started)
    {
        string version = Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        string program = options.Executable is { } executable ? Path.GetFileName(executable) : $"hadirector {version}";
        string kernel = $"Linux {Environment.OSVersion.Version.ToString(3)}, {Environment.ProcessorCount} CPU";
        return new DrillSetting(started, DateTimeOffset.UtcNow - started, Path.GetFileName(options.ConfigFile), program.TrimEnd(), kernel);
    }
}
