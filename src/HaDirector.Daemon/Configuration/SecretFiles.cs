namespace HaDirector.Daemon.Configuration;

/// <summary>Reads the files of secrets that a configuration names.</summary>
public static class SecretFiles
{
    /// <summary>Longer is no secret but another file.</summary>
    private const int LengthMax = 4096;

    /// <summary>A <see cref="Config.SecretReader"/>.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="content">Its bytes.</param>
    /// <returns>Why it cannot be read; null when it can.</returns>
    public static string? Read(string path, out ReadOnlyMemory<byte> content)
    {
        content = default;
        try
        {
            FileInfo file = new(path);
            if (file is { Exists: true, Length: > LengthMax }) return "it is too long for a secret";
            content = File.ReadAllBytes(path);
            return null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return "no such file";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
