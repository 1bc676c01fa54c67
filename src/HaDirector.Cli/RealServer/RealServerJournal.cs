using HaDirector.Engine.RealServer;

namespace HaDirector.Cli.RealServer;

/// <summary>The state file of a real server: what was changed, on disk before it is changed, so that a crash in between loses nothing.</summary>
internal sealed class RealServerJournal
{
    private readonly string _path;
    private readonly List<RealServerChange> _changes;

    /// <summary>Reads the file; none is empty.</summary>
    public RealServerJournal(string path)
    {
        _path = path;
        _changes = File.Exists(path) ? RealServerChange.Parse(File.ReadAllText(path)) : [];
    }

    /// <summary>Changes that have not been undone, the oldest first.</summary>
    public IReadOnlyList<RealServerChange> Changes => _changes;

    /// <summary>Notes a change, and gives it as noted: of a setting the value before our first change is what 'down' goes back to.</summary>
    public RealServerChange Add(RealServerChange change)
    {
        if (change is RealServerChange.Setting again)
        {
            int known = _changes.FindIndex(other => other is RealServerChange.Setting setting && setting.Name == again.Name);
            if (known >= 0) change = again with { Before = ((RealServerChange.Setting)_changes[known]).Before };
            if (known >= 0) _changes.RemoveAt(known);
        }
        if (!_changes.Contains(change)) _changes.Add(change);
        Save();
        return change;
    }

    /// <summary>Forgets a change that was undone or never came about.</summary>
    public void Remove(RealServerChange change)
    {
        if (_changes.Remove(change)) Save();
    }

    private void Save()
    {
        if (_changes.Count == 0)
        {
            File.Delete(_path);
            return;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        string next = _path + ".new";
        File.WriteAllText(next, RealServerChange.Format(_changes));
        File.Move(next, _path, overwrite: true);
    }
}
