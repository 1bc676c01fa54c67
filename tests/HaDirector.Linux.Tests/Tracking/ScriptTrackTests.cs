using HaDirector.Linux.Tests.Network;
using HaDirector.Linux.Tracking;

namespace HaDirector.Linux.Tests.Tracking;

public sealed class ScriptTrackTests : IDisposable
{
    private static readonly Dictionary<string, string> Environment = new() { ["PATH"] = "/usr/bin:/bin" };

    // Where only root can write: not below /tmp.
    private readonly DirectoryInfo _folder = Directory.CreateDirectory($"/run/hd-script-{Guid.NewGuid():N}");

    /// <summary>keepalived 2.3 refuses it and runs the instance without its tracker (defect 6.10, 3).</summary>
    [NamespaceFact]
    public void A_script_behind_a_symbolic_link_runs()
    {
        string program = Write("real", "check", mode: 0b111_101_101);
        Directory.CreateSymbolicLink(In("link"), "real");
        File.CreateSymbolicLink(In("absolute"), In("link/check"));
        foreach (string path in (string[])[program, In("link/check"), In("link/../link/./check"), In("absolute"), "/bin/true", "/usr/bin/true"])
        {
            Assert.Null(Program.Refuse(path, asRoot: true));
            Assert.Equal(0, Run([path]).ExitCode);
        }
    }

    [NamespaceFact]
    public void What_others_can_exchange_is_not_run_as_root()
    {
        Write("open", "check", mode: 0b111_101_101);
        File.SetUnixFileMode(In("open"), (UnixFileMode)0b111_111_111);
        Directory.CreateSymbolicLink(In("link"), "open");
        Assert.Contains("open can be written by everybody", Program.Refuse(In("open/check"), asRoot: true), StringComparison.Ordinal);
        Assert.Contains("open can be written by everybody", Program.Refuse(In("link/check"), asRoot: true), StringComparison.Ordinal);
        Assert.Null(Program.Refuse(In("open/check"), asRoot: false));

        string own = Write("own", "check", mode: 0b111_101_111);
        Assert.Contains("check can be written by everybody", Program.Refuse(own, asRoot: true), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere", "No such file")]
    [InlineData("plain/check", "not executable")]
    [InlineData("plain", "not a file")]
    [InlineData("plain/check/deeper", "not a directory")]
    [InlineData("loop", "too many links")]
    public void What_cannot_be_run_is_said(string path, string reason)
    {
        Write("plain", "check", mode: 0b110_100_100);
        File.CreateSymbolicLink(In("loop"), "loop");
        Assert.Contains(reason, Program.Refuse(In(path), asRoot: true), StringComparison.Ordinal);
        Assert.Null(ScriptRun.TryStart([In(path)], "", Environment, out string why));
        Assert.Contains(reason, why, StringComparison.Ordinal);
    }

    [NamespaceFact]
    public void A_script_has_no_input_its_first_line_is_kept_and_a_flood_does_not_stop_it()
    {
        (int exitCode, string line) = Run(["/bin/sh", "-c", "cat; printf 'one\\ntwo\\n'; head -c 2000000 /dev/zero; exit 7"]);
        Assert.Equal((7, "one"), (exitCode, line));
    }

    [NamespaceFact]
    public void A_script_runs_as_its_user()
    {
        Assert.Equal((0, "nobody"), Run(["/bin/sh", "-c", "id -un"], "nobody"));
        Assert.Null(ScriptRun.TryStart(["/bin/true"], "nosuchuser", Environment, out string why));
        Assert.Contains("nosuchuser", why, StringComparison.Ordinal);
    }

    [NamespaceFact]
    public void All_that_a_script_started_ends_with_it()
    {
        string mark = $"{Random.Shared.Next(1_000_000, 9_999_999)}";
        using ScriptRun run = ScriptRun.TryStart(["/bin/sh", "-c", $"sleep {mark} & sleep {mark}"], "", Environment, out _)!;
        Wait.Until(() => Sleepers(mark) == 2, () => "both sleepers");
        run.Kill();
        int exitCode = 0;
        Wait.Until(() => run.TryCollect(out exitCode), () => "the end");
        Assert.Equal(128 + 9, exitCode);
        Wait.Until(() => Sleepers(mark) == 0, () => "the end of its children");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static int Sleepers(string mark) => Directory.EnumerateDirectories("/proc").Count(directory =>
    {
        try
        {
            return File.ReadAllText(directory + "/cmdline") == $"sleep\0{mark}\0";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });

    private static (int ExitCode, string FirstLine) Run(IReadOnlyList<string> command, string user = "")
    {
        using ScriptRun? run = ScriptRun.TryStart(command, user, Environment, out string why);
        Assert.True(run is not null, why);
        int exitCode = 0;
        Wait.Until(
            () =>
            {
                run.Hear();
                return run.TryCollect(out exitCode);
            },
            () => "the end of the script");
        run.Hear();
        return (exitCode, run.FirstLine);
    }

    private string In(string path) => Path.Combine(_folder.FullName, path);

    private string Write(string folder, string name, int mode)
    {
        Directory.CreateDirectory(In(folder));
        string path = In(folder + "/" + name);
        File.WriteAllText(path, "#!/bin/sh\nexit 0\n");
        File.SetUnixFileMode(path, (UnixFileMode)mode);
        return path;
    }
}
