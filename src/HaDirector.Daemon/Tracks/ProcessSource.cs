using HaDirector.Linux;
using HaDirector.Linux.Processes;
using HaDirector.Linux.Tracking;
using HaDirector.Model;
using HaDirector.Vrrp.Tracking;

namespace HaDirector.Daemon.Tracks;

/// <summary>
/// Counts the processes of all tracked programs: each second, at once when one that was counted ends (pidfd), and where the kernel tells of it also
/// at once when one starts.
/// </summary>
internal sealed class ProcessSource : TrackSource
{
    private const int WatchedMax = 256; // of all programs; the end of others is seen within a second
    private const int StartedMax = 256; // of one hearing

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly (int Track, ProcessTrack Spec)[] _tracks;
    private readonly string[] _programs;
    private readonly ProcessEvents? _events = ProcessEvents.TryOpen();
    private readonly Dictionary<int, ProcessWatch> _watched = [];
    private readonly Dictionary<int, int> _counts = [];
    private Instant _lookAt;

    /// <param name="tracks">Positions in the plan, and programs.</param>
    public ProcessSource(IEnumerable<(int Track, ProcessTrack Spec)> tracks)
    {
        _tracks = [.. tracks];
        _programs = [.. _tracks.Select(track => track.Spec.Process).Distinct()];
    }

    /// <inheritdoc/>
    public override Instant Turn(Instant now, TrackBoard board)
    {
        if (!Hear() && now < _lookAt) return _lookAt;
        _lookAt = now + LookEvery;
        Dictionary<string, List<int>> found = ProcessTable.Find(_programs);
        Watch([.. found.Values.SelectMany(ids => ids).Distinct().Take(WatchedMax)]);
        foreach ((int track, ProcessTrack spec) in _tracks)
        {
            _counts[track] = found[spec.Process].Count;
            board.Set(track, new TrackValue(true, _counts[track] >= spec.Minimum && _counts[track] <= spec.Maximum), now);
        }

        return _lookAt;
    }

    /// <inheritdoc/>
    public override void Listen(List<PollEntry> entries)
    {
        if (_events is not null) entries.Add(Readable(_events.Number));
        foreach (ProcessWatch watch in _watched.Values) entries.Add(Readable(watch.EndDescriptor));
    }

    /// <inheritdoc/>
    public override string DetailOf(int track) => _counts.TryGetValue(track, out int count) ? $"{count} processes" : "";

    /// <inheritdoc/>
    public override void Dispose()
    {
        Watch([]);
        _events?.Dispose();
        base.Dispose();
    }

    private bool Hear()
    {
        bool ended = _watched.Values.Any(watch => watch.HasEnded);
        if (_events is null) return ended;
        Span<int> started = stackalloc int[StartedMax];
        bool lost = !_events.Hear(started, out int count);
        foreach (int process in started[..count]) lost |= ProcessTable.IsOne(process, _programs);
        return ended || lost;
    }

    private void Watch(HashSet<int> processes)
    {
        foreach (int gone in _watched.Keys.Where(id => !processes.Contains(id) || _watched[id].HasEnded).ToArray())
        {
            _watched[gone].Dispose();
            _watched.Remove(gone);
        }

        foreach (int id in processes.Where(id => !_watched.ContainsKey(id)))
        {
            try
            {
                _watched.Add(id, new ProcessWatch(id));
            }
            catch (IOException) // it ended under our eyes, or the descriptors are used up: the look of each second sees it
            {
            }
        }
    }
}
