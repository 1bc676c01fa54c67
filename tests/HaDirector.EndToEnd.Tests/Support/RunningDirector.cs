using System.Diagnostics;
using System.Text;
using HaDirector.Control;
using HaDirector.Linux;

namespace HaDirector.EndToEnd.Tests.Support;

/// <summary>A whole `hadirector run` in a namespace: both processes, its log, its control socket.</summary>
public sealed class RunningDirector : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _log = new();

    public RunningDirector(string host, string config, string director, string runDirectory, (string Name, string? Value)[] environment, bool nft = true, string? executable = null)
    {
        // Mounts of its own, so that nft can be made to be missing for it alone.
        string[] without = nft ? [] : ["unshare", "-m", "sh", "-c", "mount --bind /dev/null /usr/sbin/nft && exec \"$@\"", "sh"];
        RunDirectory = runDirectory;
        ProcessStartInfo start = new(
            "nsenter", [$"--net=/run/netns/{host}", .. without, executable ?? Executable, "run", "--config", config, "--director", director, "--run-dir", runDirectory])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string? value) in environment) start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Append(line.Data);
        _process.ErrorDataReceived += (_, line) => Append(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The executable under test: the published one where HADIRECTOR_EXE names it, else that of the build.</summary>
    public static string Executable { get; } =
        Environment.GetEnvironmentVariable("HADIRECTOR_EXE") is { Length: > 0 } published && File.Exists(published)
            ? published
            : Path.Combine(AppContext.BaseDirectory, "hadirector");

    /// <summary>Whether that is one file with all of the program in it.</summary>
    public static bool IsSingleFile => !File.Exists(Path.ChangeExtension(Executable, ".dll"));

    public string RunDirectory { get; }

    public string ControlSocket => Path.Combine(RunDirectory, "control.sock");

    /// <summary>The VRRP process: nsenter became it.</summary>
    public int VrrpProcess => _process.Id;

    /// <summary>The director process, or 0.</summary>
    public int DirectorProcess => Children(_process.Id).FirstOrDefault();

    public bool HasEnded => _process.HasExited;

    /// <summary>What it has said; its last words may still be on their way, so wait for them (<see cref="WaitForLog"/>).</summary>
    public string Log
    {
        get
        {
            lock (_log) return _log.ToString();
        }
    }

    /// <summary>What the control socket says; null while it says nothing.</summary>
    public Snapshot? Status() =>
        UnixHttp.TryGet(ControlSocket, "/status", TimeSpan.FromSeconds(5), out byte[] body, out _) ? ControlJson.TryRead(body, out _) : null;

    /// <summary>What the control socket says, as soon as it says something.</summary>
    public Snapshot Report()
    {
        Snapshot? report = null;
        Wait.Until(() => (report = Status()) is not null, "a status", () => Log);
        return report!;
    }

    /// <summary>The text of /metrics.</summary>
    public string Metrics() =>
        UnixHttp.TryGet(ControlSocket, "/metrics", TimeSpan.FromSeconds(5), out byte[] body, out _) ? Encoding.UTF8.GetString(body) : "";

    public void WaitForState(string state) =>
        Wait.Until(() => Status()?.Routers is [{ } router, ..] && router.State == state, $"state {state}", () => Log);

    public void WaitForLog(string text) => Wait.Until(() => Log.Contains(text, StringComparison.Ordinal), $"the log line '{text}'", () => Log);

    public int WaitForEnd()
    {
        Wait.Until(() => _process.HasExited, "the end of the VRRP process", () => Log);
        _process.WaitForExit(); // the rest of the output
        return _process.ExitCode;
    }

    /// <summary>Sends a signal by name to a process.</summary>
    public static void Signal(int process, string name) => Assert.Equal(0, Shell.Run("kill", ["-s", name, $"{process}"]).Code);

    public static bool Lives(int process) => File.Exists($"/proc/{process}/stat") && State(process) is not ('Z' or 'X');

    public void Dispose()
    {
        int child = _process.HasExited ? 0 : DirectorProcess;
        if (!_process.HasExited) _process.Kill();
        // It would end by itself; a test that failed may have broken that.
        if (child != 0)
        {
            for (int i = 0; i < 100 && Lives(child); i++) Thread.Sleep(20);
            if (Lives(child)) Shell.Run("kill", ["-KILL", $"{child}"]);
        }
        _process.WaitForExit(TimeSpan.FromSeconds(10));
        _process.Dispose();
    }

    private static IEnumerable<int> Children(int parent)
    {
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out int id)) continue;
            if (Fields(id) is { Length: > 1 } fields && fields[1] == $"{parent}" && fields[0] != "Z") yield return id;
        }
    }

    private static char State(int process) => Fields(process) is { Length: > 0 } fields ? fields[0][0] : 'X';

    // What follows the name in /proc/PID/stat: state, parent, ...
    private static string[]? Fields(int process)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null; // it ended meanwhile
        }
    }

    private void Append(string? line)
    {
        if (line is null) return;
        lock (_log) _log.Append(line).Append('\n');
    }
}
