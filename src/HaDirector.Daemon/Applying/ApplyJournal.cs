using HaDirector.Control;
using HaDirector.Engine;
using Serilog;

namespace HaDirector.Daemon.Applying;

/// <summary>The journal's file in the state directory: what was applied, by whom, and what became of it. Two files of bounded size, the older one replaced.</summary>
internal sealed class ApplyJournal
{
    private readonly string _directory;
    private readonly Conditions _conditions;
    private readonly Lock _gate = new();
    private long _last;

    /// <summary>Goes on with the journal of before.</summary>
    public ApplyJournal(string directory, Conditions conditions)
    {
        (_directory, _conditions) = (directory, conditions);
        _last = JournalFiles.Read(directory) is [.., { Number: var number }] ? number : 0;
    }

    /// <summary>Ends what was under way when the director process before this one ended: it has gone back by now.</summary>
    public void EndOpen(ILogger log)
    {
        foreach (JournalEntry open in JournalFiles.Read(_directory).Where(entry => entry.Outcome is JournalEntry.Pending or ApplyOutcome.Unconfirmed))
        {
            log.Warning("configuration {File} of {Who} was in force and not kept when the director process ended: the one of before is in force again", open.File, open.By.ToString());
            Write(open with { Outcome = ApplyOutcome.RolledBack, Reason = "the director process ended before it was kept", Ended = DateTimeOffset.UtcNow });
        }
    }

    /// <summary>What became of the files that came over the socket, since this process started. Any thread may read it.</summary>
    public ApplyCounts Counts { get; private set; } = new(0, 0, 0, 0);

    /// <summary>The next number.</summary>
    public long Next() => ++_last;

    /// <summary>Writes an entry, or more of it.</summary>
    public void Write(JournalEntry entry)
    {
        string path = Path.Combine(_directory, JournalFiles.Name);
        lock (_gate)
        {
            if (entry is { Ended: not null, By.Via: not JournalAuthor.Signal }) Counts = Counts.With(entry.Outcome); // an entry ends once
            try
            {
                Directory.CreateDirectory(_directory);
                if (new FileInfo(path) is { Exists: true, Length: > JournalFiles.BytesMax }) File.Move(path, Path.Combine(_directory, JournalFiles.OlderName), overwrite: true);
                FileStreamOptions options = new()
                {
                    Mode = FileMode.OpenOrCreate,
                    Access = FileAccess.ReadWrite,
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                };
                using FileStream file = new(path, options);
                // A line that a power failure cut off must not spoil this one.
                if (file.Length > 0)
                {
                    file.Seek(-1, SeekOrigin.End);
                    if (file.ReadByte() != '\n') file.WriteByte((byte)'\n');
                }
                file.Write(JournalText.Line(entry));
                file.Flush(flushToDisk: true);
                _conditions.Clear(ConditionCatalogue.StateUnwritable, JournalFiles.Name);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _conditions.Raise(ConditionCatalogue.StateUnwritable, JournalFiles.Name, $"{path}: {e.Message}");
            }
        }
    }
}
