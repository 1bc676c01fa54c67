using System.Diagnostics;
using HaDirector.Drills;
using HaDirector.Linux.Processes;

namespace HaDirector.Stage;

/// <summary>A director that the drill has started in its namespace.</summary>
internal sealed class Director : IDisposable
{
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(10);

    private readonly string _namespace;
    private readonly string[] _command;
    private Process? _process;
    private List<int> _known = [];

    /// <summary>Prepares a director; <see cref="Start"/> starts it.</summary>
    public Director(DrillOptions options, LabNames lab, DirectorSeat seat, string runFolder)
    {
        Name = seat.Name;
        _namespace = lab.Director(seat);
        RunDirectory = Directory.CreateDirectory(Path.Combine(runFolder, seat.Name)).FullName;
        LogFile = Path.GetFullPath(Path.Combine(options.OutputDirectory, seat.Name + ".log"));
        // The shell only opens the log and is replaced: the process is the director.
        _command =
        [
            "-c", "log=$1; shift; exec \"$@\" >> \"$log\" 2>&1 < /dev/null", "sh", LogFile, .. Program(options),
            "run", "--config", Path.GetFullPath(options.ConfigFile), "--director", seat.Name, "--run-dir", RunDirectory,
        ];
    }

    /// <summary>Its name in the configuration.</summary>
    public string Name { get; }

    /// <summary>Where its sockets are.</summary>
    public string RunDirectory { get; }

    /// <summary>What it says.</summary>
    public string LogFile { get; }

    /// <summary>Its control socket.</summary>
    public string ControlSocket => Path.Combine(RunDirectory, "control.sock");

    /// <summary>Whether its main process runs.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Starts it unless it runs, after all that is left of an earlier one has ended.</summary>
    public void Start()
    {
        if (IsRunning) return;
        long begun = Stopwatch.GetTimestamp();
        while (_known.Exists(ProcessTree.IsAlive))
        {
            if (Stopwatch.GetElapsedTime(begun) > EndPatience)
                throw new DrillException($"{Name}: processes {string.Join(", ", _known.FindAll(ProcessTree.IsAlive))} do not end");
            Thread.Sleep(20);
        }
        _process?.Dispose();
        _process = InNamespace.Run(_namespace, () => Process.Start(new ProcessStartInfo("/bin/sh", _command))!);
    }

    /// <summary>Looks its processes up, main process first: before a fault, for looking takes time.</summary>
    public IReadOnlyList<int> LookUp() => _known = _process is { HasExited: false } process ? ProcessTree.Of(process.Id) : [];

    /// <summary>Ends it, gracefully if it will.</summary>
    public void Dispose()
    {
        if (_process is null) return;
        IReadOnlyList<int> tree = LookUp();
        if (tree.Count > 0) _ = Signals.Send(tree[0], Signals.Terminate);
        if (!_process.WaitForExit(EndPatience)) _process.Kill(entireProcessTree: true);
        foreach (int left in _known.FindAll(ProcessTree.IsAlive)) _ = Signals.Send(left, Signals.Kill);
        _process.Dispose();
        _process = null;
    }

    private static string[] Program(DrillOptions options)
    {
        if (options.Executable is { } given) return [given];
        string self = Environment.ProcessPath ?? throw new DrillException("this program does not know its own path: use --exe");
        // Not published as one file: the host runs the assembly.
        return Path.GetFileName(self) == "dotnet" ? [self, Path.Combine(AppContext.BaseDirectory, "hadirector.dll")] : [self];
    }
}
