using System.Diagnostics;

namespace HaDirector.Linux.Tests.Network;

/// <summary>Programs that tests run to their end.</summary>
internal static class Command
{
    /// <summary>Runs, and gives what it printed; fails the test when it fails.</summary>
    public static string Run(string program, params string[] arguments) => Feed("", program, arguments);

    /// <summary>Runs with an input.</summary>
    public static string Feed(string input, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {process.ExitCode}\n{output}{error.Result}");
        return output;
    }
}
