using HaDirector.Engine;
using HaDirector.Linux;
using HaDirector.Linux.Tracking;
using HaDirector.Model;
using HaDirector.Vrrp.Tracking;

namespace HaDirector.Daemon.Tracks;

/// <summary>Runs one script again and again, never twice at once.</summary>
/// <param name="spec">The script.</param>
/// <param name="director">Name of this director, which it finds in its environment.</param>
/// <param name="conditions">Hears when it cannot be run.</param>
internal sealed class ScriptSource(ScriptTrack spec, string director, Conditions conditions) : TrackSource
{
    private readonly Dictionary<string, string> _environment = new()
    {
        ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        ["LANG"] = "C.UTF-8",
        ["HADIRECTOR_DIRECTOR"] = director,
        ["HADIRECTOR_TRACK"] = spec.Name,
    };

    private readonly RiseFall _judge = new(spec.Rise, spec.Fall);
    private ScriptRun? _run;
    private bool _killed;
    private Instant _startAt, _killAt;
    private string _detail = "";

    /// <summary>Position of the track in the plan.</summary>
    public int Track { get; set; }

    /// <summary>Name of the track.</summary>
    public string Name => spec.Name;

    /// <summary>Whether another plan means the same script, so that its runs go on.</summary>
    public bool Is(ScriptTrack other) => spec with { Command = other.Command } == other && spec.Command.SequenceEqual(other.Command);

    /// <inheritdoc/>
    public override Instant Turn(Instant now, TrackBoard board)
    {
        if (_run is { } run) Attend(run, now);
        if (_run is null && now >= _startAt) Start(now);
        if (_judge.Value.Known) board.Set(Track, _judge.Value, now);
        return _run is null ? _startAt : _killed ? Instant.Never : _killAt;
    }

    /// <inheritdoc/>
    public override void Listen(List<PollEntry> entries)
    {
        if (_run is null) return;
        entries.Add(Readable(_run.EndDescriptor));
        entries.Add(Readable(_run.OutputDescriptor));
    }

    /// <inheritdoc/>
    public override string DetailOf(int track) => _detail;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _run?.Kill();
        _run?.Dispose();
        conditions.Clear(ConditionCatalogue.TrackCannotRun, spec.Name);
        base.Dispose();
    }

    private void Start(Instant now)
    {
        _startAt = now + spec.Interval;
        _killAt = now + spec.Timeout;
        _killed = false;
        _run = ScriptRun.TryStart(spec.Command, spec.User, _environment, out string why);
        if (_run is null)
        {
            _detail = "cannot be run: " + why;
            _judge.CannotRun();
        }

        conditions.Set(_run is null, ConditionCatalogue.TrackCannotRun, spec.Name, $"script {spec.Name} cannot be run: {why}");
    }

    private void Attend(ScriptRun run, Instant now)
    {
        run.Hear();
        if (run.TryCollect(out int exitCode))
        {
            run.Hear(); // what it said last
            if (!_killed) Judge(exitCode == 0, $"exit code {exitCode}", run);
            run.Dispose();
            _run = null;
        }
        else if (!_killed && now >= _killAt)
        {
            run.Kill(); // one that does not even end by that is waited for: it is never started twice
            _killed = true;
            Judge(false, $"did not end within {DurationText.Format(spec.Timeout)}", run);
        }
    }

    private void Judge(bool good, string how, ScriptRun run)
    {
        _judge.Add(good);
        _detail = run.FirstLine is { Length: > 0 } said ? $"{how}: {said}" : how;
    }
}
