namespace HaDirector.Daemon.Configuration;

/// <summary>The text of the configuration in force, kept in the run directory so that a restarted director process can go on with it.</summary>
internal sealed class LastGood(string runDirectory)
{
    /// <summary>Where it is.</summary>
    public string Path { get; } = System.IO.Path.Combine(runDirectory, "last-good.yaml");

    /// <summary>Writes beside and renames over, so that there is always a whole file; what is there already is not written again.</summary>
    /// <returns>Null, or why not.</returns>
    public string? Keep(ReadOnlySpan<byte> content)
    {
        try
        {
            if (File.Exists(Path) && content.SequenceEqual(File.ReadAllBytes(Path))) return null;
            string beside = Path + ".new";
            using (FileStream file = new(beside, new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite, // it may hold what the configuration keeps from others
            }))
            {
                file.Write(content);
            }
            File.Move(beside, Path, overwrite: true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    /// <summary>Whether there is one.</summary>
    public bool Exists => File.Exists(Path);
}
