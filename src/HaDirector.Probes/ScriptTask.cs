using System.Diagnostics;
using System.Globalization;
using HaDirector.Health;
using HaDirector.Linux;
using HaDirector.Linux.Tracking;
using HaDirector.Model;

namespace HaDirector.Probes;

/// <summary>One run of a program, from its start until nothing is left of it. Only the script thread calls it, but for <see cref="Stop"/>.</summary>
internal sealed class ScriptTask(CheckSpec spec, IReadOnlyList<string> command, string user, IReadOnlyDictionary<string, string> environment)
{
    /// <summary>From the wish that it ends to the end without asking.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(250);

    private readonly TaskCompletionSource<ProbeResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _createdAt = Stopwatch.GetTimestamp();
    private ScriptRun? _run;
    private volatile bool _stopped;
    private bool _terminated, _killed;

    /// <summary>The result, which does not wait for the end of a program that hangs.</summary>
    public Task<ProbeResult> Result => _result.Task;

    /// <summary>Whether nothing is left of it.</summary>
    public bool IsOver { get; private set; }

    /// <summary>When it has to be looked at, if nothing happens before.</summary>
    public TimeSpan NextTurnIn => _killed ? TimeSpan.MaxValue : _stopped ? TimeSpan.Zero : (_terminated ? spec.Timeout + Grace : spec.Timeout) - Age;

    private TimeSpan Age => Stopwatch.GetElapsedTime(_createdAt);

    /// <summary>The director stops, or does not want the answer any more.</summary>
    public void Stop()
    {
        _stopped = true;
        ScriptThread.Wake();
    }

    /// <summary>Gives up before the start.</summary>
    public void Refuse(string why)
    {
        Fail(why, ProbeOutcome.Local, Fault.Local);
        IsOver = true;
    }

    /// <summary>Starts the program.</summary>
    public void Start()
    {
        _run = ScriptRun.TryStart(command, user, environment, out string why);
        if (_run is not null) return;
        Fail($"cannot be run: {why}", ProbeOutcome.Script, Fault.Local); // that says nothing of the server
        IsOver = true;
    }

    /// <summary>What wakes the thread for it.</summary>
    public void Listen(List<PollEntry> entries)
    {
        if (_run is null) return;
        entries.Add(new PollEntry { Descriptor = _run.EndDescriptor, Wanted = PollEntry.Readable });
        entries.Add(new PollEntry { Descriptor = _run.OutputDescriptor, Wanted = PollEntry.Readable });
    }

    /// <summary>Hears what it says, ends it when its time is over, collects it.</summary>
    public void Turn()
    {
        if (_run is not { } run) return;
        run.Hear();
        if (run.HasEnded)
        {
            run.Kill(); // what it left behind in its group
            run.Hear();
            _ = run.TryCollect(out int exitCode);
            Judge(run, exitCode);
            run.Dispose();
            (_run, IsOver) = (null, true);
            return;
        }

        if (_stopped) Fail("stopped", ProbeOutcome.Local, Fault.Local);
        else if (Age < spec.Timeout) return;
        else Fail(Saying($"killed after {DurationText.Format(spec.Timeout)}", run), ProbeOutcome.TimedOut, Fault.Server);

        if (_stopped || Age >= spec.Timeout + Grace) Kill(run);
        else if (!_terminated) Terminate(run);
    }

    private void Terminate(ScriptRun run)
    {
        _terminated = true;
        run.Terminate();
    }

    private void Kill(ScriptRun run)
    {
        if (_killed) return;
        _killed = true;
        run.Kill();
    }

    /// <summary>0 passes, unless the program's agent text says otherwise; the text of one that fails still counts as advice.</summary>
    private void Judge(ScriptRun run, int exitCode)
    {
        AgentText? said = AgentText.ReadStrict(run.Output);
        bool good = exitCode == 0 && said?.Up != false;
        string how = string.Create(CultureInfo.InvariantCulture, $"exit code {exitCode}");
        _result.TrySetResult(new ProbeResult(good, Age, Saying(how, run))
        {
            Outcome = good ? ProbeOutcome.Passed : ProbeOutcome.Script,
            Advice = said?.Advice,
        });
    }

    private void Fail(string detail, ProbeOutcome outcome, Fault fault) =>
        _result.TrySetResult(new ProbeResult(false, Age, detail) { Outcome = outcome, Fault = fault });

    private static string Saying(string how, ScriptRun run) => run.FirstLine is { Length: > 0 } said ? $"{how}: {said}" : how;
}
