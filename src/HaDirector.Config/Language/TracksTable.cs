using HaDirector.Config.Binding;
using HaDirector.Config.Language.Checks;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Language;

/// <summary>What routers may track by name, as written.</summary>
internal sealed class TracksDraft : Draft
{
    public Located<IReadOnlyList<Entry<ScriptDraft>>>? Scripts { get; set; }

    public Located<IReadOnlyList<Entry<TrackedFileDraft>>>? Files { get; set; }

    public Located<IReadOnlyList<Entry<ProcessDraft>>>? Processes { get; set; }

    /// <summary>Whether values count as down that are too old.</summary>
    public Located<bool>? StaleFaults { get; set; }
}

/// <summary>A tracked script as written.</summary>
internal sealed class ScriptDraft : Draft
{
    public Located<IReadOnlyList<Located<string>>>? Command { get; set; }

    public Located<TimeSpan>? Interval { get; set; }

    public Located<TimeSpan>? Timeout { get; set; }

    public Located<int>? Rise { get; set; }

    public Located<int>? Fall { get; set; }

    public Located<string>? User { get; set; }
}

/// <summary>A tracked file as written.</summary>
internal sealed class TrackedFileDraft : Draft
{
    public Located<string>? Path { get; set; }
}

/// <summary>Tracked processes as written.</summary>
internal sealed class ProcessDraft : Draft
{
    public Located<string>? Process { get; set; }

    public Located<int>? Minimum { get; set; }

    public Located<int>? Maximum { get; set; }

    public Located<TimeSpan>? UpDelay { get; set; }

    public Located<TimeSpan>? DownDelay { get; set; }
}

/// <summary>The keys of tracks.</summary>
internal static class TracksTable
{
    private static readonly ChoiceShape<bool> Policies = new("policy", ("fault", true), ("keep", false));

    private static readonly ScalarShape<string> Word = Scalars.Text("text", "^[^\\u0000-\\u001f]{1,255}$", t => t.Length is >= 1 and <= 255 && !t.Any(char.IsControl));

    public static readonly MappingShape<ScriptDraft> Script = new("tracks.scripts.NAME", "a mapping such as { command: [ /usr/local/bin/check ] }",
        new Field<ScriptDraft, IReadOnlyList<Located<string>>>("command", new ListShape<string>(Word, "words", 1), (d, v) => d.Command = v)
        {
            Required = true,
            Elsewhere = ["script"],
            Help = "Program with its absolute path, and its arguments; no shell reads them.",
        },
        new Field<ScriptDraft, TimeSpan>("interval", Scalars.Duration("100ms", "1h"), (d, v) => d.Interval = v)
        {
            Default = "1s",
            Help = "Start of one run to the start of the next.",
        },
        new Field<ScriptDraft, TimeSpan>("timeout", Scalars.Duration("10ms", "1h"), (d, v) => d.Timeout = v)
        {
            Default = "(the interval)",
            Help = "When a run is killed, with all it started; it then counts as failed.",
        },
        new Field<ScriptDraft, int>("rise", Scalars.Number(1, 100), (d, v) => d.Rise = v)
        {
            Default = "1",
            Help = "Good runs in a row that make it up.",
        },
        new Field<ScriptDraft, int>("fall", Scalars.Number(1, 100), (d, v) => d.Fall = v)
        {
            Default = "1",
            Help = "Failed runs in a row that make it down. One that cannot be run at all is down at once.",
        },
        new Field<ScriptDraft, string>("user", Words.User, (d, v) => d.User = v)
        {
            Default = "(the director's own)",
            Elsewhere = ["script_user"],
            Help = "User it runs as.",
        });

    public static readonly MappingShape<TrackedFileDraft> File = new("tracks.files.NAME", "a mapping such as { path: /run/weight }",
        new Field<TrackedFileDraft, string>("path", Scalars.File, (d, v) => d.Path = v)
        {
            Required = true,
            Elsewhere = ["file"],
            Help = "File with a number: without one it counts as 0, and a missing file as down.",
        });

    public static readonly MappingShape<ProcessDraft> Process = new("tracks.processes.NAME", "a mapping such as { process: nginx }",
        new Field<ProcessDraft, string>("process", Word, (d, v) => d.Process = v)
        {
            Required = true,
            Help = "Name of the process, at most 15 characters as in /proc/PID/comm, or the absolute path of its program.",
        },
        new Field<ProcessDraft, int>("minimum", Scalars.Number(0, 65535), (d, v) => d.Minimum = v)
        {
            Default = "1",
            Elsewhere = ["quorum"],
            Help = "Fewest of them.",
        },
        new Field<ProcessDraft, int>("maximum", Scalars.Number(0, 65535), (d, v) => d.Maximum = v)
        {
            Elsewhere = ["quorum_max"],
            Help = "Most of them.",
        },
        new Field<ProcessDraft, TimeSpan>("up_delay", Scalars.Duration("0s", "1h"), (d, v) => d.UpDelay = v)
        {
            Default = "0s",
            Elsewhere = ["fork_delay"],
            Help = "How long their number must be right before it counts as up.",
        },
        new Field<ProcessDraft, TimeSpan>("down_delay", Scalars.Duration("0s", "1h"), (d, v) => d.DownDelay = v)
        {
            Default = "0s",
            Elsewhere = ["terminate_delay"],
            Help = "How long their number must be wrong before it counts as down.",
        });

    public static readonly MappingShape<TracksDraft> Shape = new("tracks", "a mapping such as { scripts: { chk: { command: [ /usr/local/bin/check ] } } }",
        new Field<TracksDraft, IReadOnlyList<Entry<ScriptDraft>>>("scripts", new MapShape<ScriptDraft>(Names.Track, Script, "scripts"), (d, v) => d.Scripts = v)
        {
            Elsewhere = ["vrrp_script"],
            Help = "Programs that are run again and again: up is exit status 0.",
        },
        new Field<TracksDraft, IReadOnlyList<Entry<TrackedFileDraft>>>("files", new MapShape<TrackedFileDraft>(Names.Track, File, "files"), (d, v) => d.Files = v)
        {
            Elsewhere = ["vrrp_track_file", "track_file"],
            Help = "Files that hold a number.",
        },
        new Field<TracksDraft, IReadOnlyList<Entry<ProcessDraft>>>("processes", new MapShape<ProcessDraft>(Names.Track, Process, "processes"), (d, v) => d.Processes = v)
        {
            Elsewhere = ["vrrp_track_process", "track_process"],
            Help = "Processes of which there must be a right number.",
        },
        new Field<TracksDraft, bool>("stale", Policies, (d, v) => d.StaleFaults = v)
        {
            Default = "fault",
            Help = "What scripts, files, processes and services count as when the director process was away for 10 s: down, or what they were.",
        });
}
