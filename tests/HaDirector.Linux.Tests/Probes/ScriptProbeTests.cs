using System.Diagnostics;
using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Linux.Tests.Network;
using HaDirector.Model;
using HaDirector.Probes;

namespace HaDirector.Linux.Tests.Probes;

public class ScriptProbeTests
{
    private static readonly IpEndpoint Target = new(IpAddress.Parse("192.0.2.93"), 8080);

    private static async Task<ProbeResult> Run(string[] command, string? user = null, int timeoutMs = 20_000, CancellationToken stop = default) =>
        await ProbeCatalog.Run(TcpProbeTests.Check(new ScriptCheck(ValueList.Of<string>(command), user), Target, timeoutMs), stop);

    private static Task<ProbeResult> Shell(string text, string? user = null, int timeoutMs = 20_000, CancellationToken stop = default) =>
        Run(["/bin/sh", "-c", text], user, timeoutMs, stop);

    [Theory]
    [InlineData("exit 0", true, "exit code 0")]
    [InlineData("exit 2", false, "exit code 2")]
    [InlineData("echo all is well; echo more", true, "exit code 0: all is well")]
    [InlineData("echo the disk is full >&2; exit 1", false, "exit code 1: the disk is full")]
    [InlineData("echo 'down #it rests'", false, "exit code 0: down #it rests")]
    [InlineData("kill -9 $$", false, "exit code 137")]
    [InlineData("echo $HADIRECTOR_ADDRESS $HADIRECTOR_PORT $HADIRECTOR_TIMEOUT_MS", true, "exit code 0: 192.0.2.93 8080 20000")]
    [InlineData("env | grep -c HOME", false, "exit code 1: 0")]
    [InlineData("cat; head -c 3000000 /dev/zero", true, "exit code 0")]
    [Shows("script", "healthy", "wrong-answer", "endless-body")]
    public async Task The_exit_code_counts(string text, bool passed, string detail)
    {
        ProbeResult result = await Shell(text);
        Assert.Equal((passed, detail, passed ? ProbeOutcome.Passed : ProbeOutcome.Script, Fault.Server), (result.Passed, result.Detail, result.Outcome, result.Fault));
    }

    [Theory]
    [InlineData("echo 75", 75, null)]
    [InlineData("echo up 30% drain", 30, ServerMode.Drain)]
    [InlineData("echo 'CRITICAL: drain at 30%'", null, null)]
    public async Task The_first_line_may_be_advice(string text, int? percent, ServerMode? mode)
    {
        ProbeResult result = await Shell(text);
        Assert.Equal((percent, mode), (result.Advice?.WeightPercent, result.Advice?.Mode));
    }

    [NamespaceFact]
    public async Task It_runs_as_its_user() => Assert.Equal("exit code 0: nobody", (await Shell("id -un", "nobody")).Detail);

    [NamespaceFact]
    [Shows("script", "refused")]
    public async Task What_cannot_be_run_blames_nobody()
    {
        string path = $"/run/hd-check-{Guid.NewGuid():N}";
        await File.WriteAllTextAsync(path, "#!/bin/sh\n");
        try
        {
            Assert.Contains("is not executable", await WhyNot(path), StringComparison.Ordinal);
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_111);
            Assert.Contains("can be written by everybody", await WhyNot(path), StringComparison.Ordinal);
            Assert.Contains("can be written by everybody", await WhyNot(path, "nobody"), StringComparison.Ordinal);
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
            Assert.True((await Run([path])).Passed);
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Contains("No such file", await WhyNot(path), StringComparison.Ordinal);
        Assert.Contains("not an absolute path", await WhyNot("true"), StringComparison.Ordinal);
        Assert.Contains("there is no user hd-nobody", await WhyNot("/bin/true", "hd-nobody"), StringComparison.Ordinal);
    }

    [Fact]
    [Shows("script", "silent")]
    public async Task One_that_forks_and_ignores_the_wish_to_end_is_killed_with_all_it_started_and_leaves_nothing()
    {
        (string mark, int descriptors) = (Mark(), 0);
        await Shell("exit 0");
        descriptors = Pipes();
        ProbeResult result = await Shell($"trap '' TERM; echo busy; (trap '' TERM; sleep {mark}; sleep {mark}) & sleep {mark}; sleep {mark}", timeoutMs: 300);
        Assert.Equal((false, ProbeOutcome.TimedOut, Fault.Server), (result.Passed, result.Outcome, result.Fault));
        Assert.StartsWith("killed after 300ms", result.Detail, StringComparison.Ordinal);
        Wait.Until(() => Sleepers(mark) == 0, () => "a process was left");
        Wait.Until(() => Pipes() <= descriptors, () => $"descriptors were left: {Pipes()}, before {descriptors}");
    }

    [Fact]
    public async Task One_that_ends_and_leaves_a_child_behind_that_holds_the_output_is_over_and_so_is_the_child()
    {
        string mark = Mark();
        ProbeResult result = await Shell($"sleep {mark} & echo fine");
        Assert.Equal((true, "exit code 0: fine"), (result.Passed, result.Detail));
        Wait.Until(() => Sleepers(mark) == 0, () => "the child was left");
    }

    [Fact]
    public async Task The_wish_to_end_comes_before_the_kill()
    {
        string path = Path.Combine(Path.GetTempPath(), $"hd-term-{Guid.NewGuid():N}");
        try
        {
            ProbeResult result = await Shell($"trap 'echo asked > {path}; exit 0' TERM; sleep 100000 & wait", timeoutMs: 2000);
            Assert.Equal("killed after 2s", result.Detail);
            Wait.Until(() => File.Exists(path), () => "it was not asked");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_stop_ends_it_at_once()
    {
        string mark = Mark();
        using CancellationTokenSource stop = new();
        Task<ProbeResult> running = Shell($"sleep {mark}", stop: stop.Token);
        Wait.Until(() => Sleepers(mark) == 1, () => "it did not start");
        await stop.CancelAsync();
        Assert.Equal(("stopped", Fault.Local), ((await running).Detail, (await running).Fault));
        Wait.Until(() => Sleepers(mark) == 0, () => "it was left");
    }

    [Fact]
    public async Task Many_at_once_all_end_and_leave_nothing()
    {
        string mark = Mark();
        int descriptors = Pipes();
        ProbeResult[] results = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Shell($"test {i % 2} = 0 && exit 0; sleep {mark}", timeoutMs: i % 2 == 0 ? 20_000 : 500)));
        Assert.All(results.Where((_, i) => i % 2 == 0), result => Assert.Equal("exit code 0", result.Detail));
        Assert.All(results.Where((_, i) => i % 2 == 1), result => Assert.Equal("killed after 500ms", result.Detail));
        Wait.Until(() => Sleepers(mark) == 0, () => "a process was left");
        Wait.Until(() => Pipes() <= descriptors + 2, () => $"descriptors were left: {Pipes()}, before {descriptors}");
    }

    private static async Task<string> WhyNot(string program, string? user = null)
    {
        ProbeResult result = await Run([program], user);
        Assert.Equal((false, Fault.Local, ProbeOutcome.Script), (result.Passed, result.Fault, result.Outcome));
        return result.Detail;
    }

    private static string Mark() => $"{Random.Shared.Next(1_000_000, 9_999_999)}";

    private static int Sleepers(string mark) => Process.GetProcessesByName("sleep").Count(process =>
    {
        try
        {
            using (process) return File.ReadAllText($"/proc/{process.Id}/cmdline").Contains(mark, StringComparison.Ordinal);
        }
        catch (IOException) // it has just ended
        {
            return false;
        }
    });

    /// <summary>Pipes and process descriptors of this process, without those of other tests' sockets.</summary>
    private static int Pipes() => new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos().Count(entry =>
    {
        try
        {
            return entry.LinkTarget is { } target && (target.StartsWith("pipe:", StringComparison.Ordinal) || target.Contains("pidfd", StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return false;
        }
    });
}
