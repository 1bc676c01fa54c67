using System.Diagnostics;

namespace HaDirector.EndToEnd.Tests.Support;

/// <summary>Runs a program to its end.</summary>
internal static class Shell
{
    public static (int Code, string Output) Run(string program, string[] arguments, params (string Name, string? Value)[] environment)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string? value) in environment) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(Wait.Limit), $"{program} {string.Join(' ', arguments)} does not end");
        return (process.ExitCode, output + error.Result);
    }

    /// <summary>ip(8) with its arguments in one text; must succeed.</summary>
    public static string Ip(string arguments)
    {
        (int code, string output) = Run("ip", arguments.Split(' '));
        Assert.True(code == 0, $"ip {arguments}: {output}");
        return output;
    }
}
