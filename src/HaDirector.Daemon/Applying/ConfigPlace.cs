using HaDirector.Linux;

namespace HaDirector.Daemon.Applying;

/// <summary>Where the configuration is that the next start reads. A new one is laid beside it first, and put in its place in one step when it is to stay.</summary>
/// <param name="path">Path of the configuration; a symbolic link stays one.</param>
internal sealed class ConfigPlace(string path)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OfGroup = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;

    private string Target => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

    private string Draft => Target + ".apply";

    /// <summary>Where the one before is kept.</summary>
    public string Previous => Target + ".previous";

    /// <summary>Path of the configuration.</summary>
    public string Path => path;

    /// <summary>Lays a new one beside.</summary>
    /// <returns>Null, or why not.</returns>
    public string? Stage(ReadOnlySpan<byte> content)
    {
        try
        {
            Write(Draft, content, Target);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    /// <summary>Puts what was laid beside in place, and keeps what was there.</summary>
    /// <returns>Null, or why not: then what was there is there.</returns>
    public string? Commit()
    {
        try
        {
            if (File.Exists(Target))
            {
                Write(Previous + ".new", File.ReadAllBytes(Target), Target);
                File.Move(Previous + ".new", Previous, overwrite: true);
            }
            File.Move(Draft, Target, overwrite: true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    /// <summary>Takes away what was laid beside.</summary>
    public void Discard()
    {
        try
        {
            File.Delete(Draft);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It does no harm: nobody reads it, and the next one overwrites it.
        }
    }

    // With the owner, the group and the mode of the file that it takes the place of. Where the group may not be given, another one gets the rights of everybody.
    private static void Write(string path, ReadOnlySpan<byte> content, string like)
    {
        using FileStream file = new(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = Private });
        if (File.Exists(like))
        {
            UnixFileMode mode = File.GetUnixFileMode(like);
            File.SetUnixFileMode(file.SafeFileHandle, FileOwner.Take(file.SafeFileHandle, like) ? mode : (mode & ~OfGroup) | (UnixFileMode)(((int)mode & 7) << 3));
        }
        file.Write(content);
        file.Flush(flushToDisk: true);
    }
}
