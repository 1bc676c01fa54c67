using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Rules;

/// <summary>What is run is named by its whole path, and ends before it is due again.</summary>
internal static class Scripts
{
    public static void Check(RuleScope scope)
    {
        foreach (Entry<ScriptDraft> script in scope.File.Tracks?.Value.Scripts?.Value ?? [])
        {
            if (script.Value.Command?.Value is [Located<string> program, ..] && program.Value[0] != '/')
            {
                scope.Findings.Error(DiagnosticCodes.Script, program.At, $"{Findings.Quote(program.Value)} is no absolute path",
                    "no shell reads it: command: [ /usr/bin/program, argument ]");
            }
            TimeSpan interval = script.Value.Interval?.Value ?? TimeSpan.FromSeconds(1);
            if (script.Value.Timeout is { } timeout && timeout.Value > interval)
                scope.Findings.Error(DiagnosticCodes.TimeoutOverInterval, timeout.At, $"the timeout of script '{script.Name}' is longer than its interval");
        }
        foreach (Entry<ProcessDraft> process in scope.File.Tracks?.Value.Processes?.Value ?? [])
        {
            if (process.Value.Process is { } name && name.Value[0] != '/' && name.Value.Length > 15)
                scope.Findings.Error(DiagnosticCodes.Script, name.At, $"the name of a process has at most 15 characters", "or write the path of its program");
            if (process.Value is { Maximum: { } most } && most.Value < (process.Value.Minimum?.Value ?? 1))
                scope.Findings.Error(DiagnosticCodes.Script, most.At, $"'maximum' is below 'minimum'");
        }
    }
}
