using HaDirector.Linux;
using HaDirector.Linux.Processes;
using HaDirector.Model;

namespace HaDirector.VrrpProcess;

/// <summary>The director process as the supervisor sees it: started, ended, started again after a while.</summary>
/// <param name="options">Its arguments.</param>
/// <param name="link">Our end of the link; a new director process gets a new other end.</param>
internal sealed class DirectorChild(VrrpProcessOptions options, SequencedPacketSocket link) : IDisposable
{
    private const int LinkDescriptor = 3;
    private const int SignalKill = 9;

    private static readonly TimeSpan BackoffFirst = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan BackoffMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LivedLong = TimeSpan.FromSeconds(30);

    private ChildProcess? _process;
    private Instant _startedAt;
    private TimeSpan _backoff = BackoffFirst;
    private bool _startedOnce;

    /// <summary>Becomes readable when it ends; -1 while it does not run.</summary>
    public int EndDescriptor => _process?.EndDescriptor ?? -1;

    /// <summary>Whether it runs.</summary>
    public bool Runs => _process is not null;

    /// <summary>Process id; 0 while it does not run.</summary>
    public int Id => _process?.Id ?? 0;

    /// <summary>Whether the link has its other end; false after the director process closed it.</summary>
    public bool Linked { get; private set; }

    /// <summary>When to start it again; never while it runs.</summary>
    public Instant StartAt { get; private set; }

    /// <summary>Starts it.</summary>
    public void Start()
    {
        StartAt = Instant.Never;
        (SequencedPacketSocket ours, SequencedPacketSocket theirs) = SequencedPacketSocket.Pair();
        using (ours)
        using (theirs)
        {
            ours.Replace(link.Number);
            Linked = true;
            (string program, IReadOnlyList<string> arguments) = CommandLine(options.DirectorArguments);
            _process = ChildProcess.Start(program, arguments, DirectorEnvironment.Make(LinkDescriptor, _startedOnce), (theirs.Number, LinkDescriptor));
        }

        (_startedAt, _startedOnce) = (Clock.Now, true);
    }

    /// <summary>Says that the link has no other end any more.</summary>
    public void Unlink() => Linked = false;

    /// <summary>Collects it if it ended, and sets when it is started again.</summary>
    /// <param name="exitCode">Its exit code; 128 and the signal's number when a signal ended it.</param>
    public bool TryCollect(out int exitCode)
    {
        exitCode = 0;
        if (_process is null || !_process.TryCollect(out exitCode)) return false;
        _process.Dispose();
        (_process, Linked) = (null, false);
        if (Clock.Now - _startedAt > LivedLong) _backoff = BackoffFirst;
        Delay();
        return true;
    }

    /// <summary>Tries again later.</summary>
    public void Delay()
    {
        StartAt = Clock.Now + _backoff;
        _backoff = _backoff * 2 < BackoffMax ? _backoff * 2 : BackoffMax;
    }

    /// <summary>Ends it without asking.</summary>
    public void Kill() => _process?.Signal(SignalKill);

    /// <summary>Waits for its end; it is ended without asking when the time is over.</summary>
    public void WaitOrKill(TimeSpan timeout)
    {
        if (_process is null || _process.WaitForEnd(timeout)) return;
        Kill();
        _process.WaitForEnd(TimeSpan.FromSeconds(1));
    }

    /// <inheritdoc/>
    public void Dispose() => _process?.Dispose();

    // Under the `dotnet` host the program of our own process is the host, and its first argument our library.
    private static (string Program, IReadOnlyList<string> Arguments) CommandLine(IReadOnlyList<string> arguments)
    {
        string program = Environment.ProcessPath ?? throw new InvalidOperationException("the path of the executable is not known");
        bool hosted = Path.GetFileNameWithoutExtension(program) == "dotnet";
        string[] verb = hosted ? [Environment.GetCommandLineArgs()[0], VrrpProcessOptions.DirectorVerb] : [VrrpProcessOptions.DirectorVerb];
        return (program, [.. verb, .. arguments]);
    }
}
