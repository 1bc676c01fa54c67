using System.Diagnostics;

namespace HaDirector.Benchmarks;

/// <summary>Runs other programs; what it started it also ends.</summary>
internal static class Shell
{
    public static void Run(string file, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardError = true })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{file} {string.Join(' ', arguments)}: {error.Trim()}");
    }

    public static void Try(string file, params string[] arguments)
    {
        try { Run(file, arguments); }
        catch (InvalidOperationException) { /* what is already gone need not be removed */ }
    }

    /// <summary>Starts a program inside a network namespace with its output in a file.</summary>
    public static Process StartIn(string netns, string logFile, IReadOnlyDictionary<string, string> environment, params string[] command)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1", "sh", logFile, "ip", "netns", "exec", netns, .. command]);
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public static void End(Process process)
    {
        if (process.HasExited) return;
        Try("kill", "-TERM", process.Id.ToString());
        if (!process.WaitForExit(8000)) process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }
}
