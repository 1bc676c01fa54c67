using HaDirector.EndToEnd.Tests.Support;
using HaDirector.Linux;

namespace HaDirector.EndToEnd.Tests;

/// <summary>An upgrade puts another file where the executable of a running director was: the director goes on as it was until somebody restarts it.</summary>
public sealed class UpgradeTests : IDisposable
{
    private readonly TwoHosts _hosts = new();
    private RunningDirector? _director;

    private string Installed => Path.Combine(_hosts.Folder, "hadirector");

    [PublishedFact]
    public void A_director_whose_executable_was_replaced_does_all_it_did()
    {
        File.Copy(RunningDirector.Executable, Installed);
        _hosts.Configure(more: "    fence: never");
        RunningDirector director = _director = new(_hosts.First, _hosts.ConfigPath, "lb01", Path.Combine(_hosts.Folder, "lb01"), [], executable: Installed);
        director.WaitForLog("backup → master"); // nothing is asked of it before, for that opens what answers
        Wait.Until(() => File.Exists(director.ControlSocket), "the control socket", () => director.Log);
        int process = director.DirectorProcess;
        Wait.Until(() => !Threads(process).Contains("program"), "all of the program to be open", () => director.Log);

        // Nobody writes into it while it runs, so another file is all that can come into its place; the worst is one in which nothing is where it was.
        Assert.Throws<IOException>(() => File.Open(Installed, FileMode.Open, FileAccess.Write).Dispose());
        Replace([.. new byte[1_000_003], .. File.ReadAllBytes(Installed)]);
        foreach (string verb in (string[])["status", "services", "checks", "server list", "journal", $"plan {_hosts.ConfigPath}", $"apply {_hosts.ConfigPath}"]) Assert.Equal(0, Ask(director, verb).Code);
        Assert.Contains("there is no service 'web'", Ask(director, "server drain web 192.0.2.12").Output, StringComparison.Ordinal);
        Assert.Contains("nothing to take back", Ask(director, "rollback").Output, StringComparison.Ordinal);
        foreach (string path in (string[])["/metrics", "/history", "/status?all=1"])
            Assert.True(UnixHttp.TryGet(director.ControlSocket, path, TimeSpan.FromSeconds(20), out _, out string reason), reason);
        _hosts.Configure(firstPriority: 160, more: "    fence: never");
        RunningDirector.Signal(director.VrrpProcess, "HUP");
        Wait.Until(() => director.Status()?.Routers[0].Priority == 160, "the reload", () => director.Log);

        // What is started from now on is the new one.
        Replace(File.ReadAllBytes(RunningDirector.Executable));
        RunningDirector.Signal(process, "KILL");
        Wait.Until(() => director.DirectorProcess is not 0 and int next && next != process && director.Status() is not null, "another director process", () => director.Log);
        Assert.Equal("master", director.Report().Routers[0].State);
        RunningDirector.Signal(director.VrrpProcess, "TERM");
        Assert.Equal(0, director.WaitForEnd());
        Assert.DoesNotContain("Could not load", director.Log, StringComparison.Ordinal);
        Assert.False(TwoHosts.Holds(_hosts.First));
    }

    public void Dispose()
    {
        _director?.Dispose();
        _hosts.Dispose();
    }

    // As a package does: written beside it, and given its name.
    private void Replace(byte[] content)
    {
        string beside = Installed + ".new";
        File.WriteAllBytes(beside, content);
        File.SetUnixFileMode(beside, File.GetUnixFileMode(Installed));
        File.Move(beside, Installed, overwrite: true);
    }

    private static (int Code, string Output) Ask(RunningDirector director, string verb) =>
        Shell.Run(RunningDirector.Executable, [.. verb.Split(' '), "--socket", director.ControlSocket]);

    private static IEnumerable<string> Threads(int process) =>
        Directory.EnumerateDirectories($"/proc/{process}/task").Select(task => File.ReadAllText(Path.Combine(task, "comm")).Trim());
}
