using HaDirector.Config;

namespace HaDirector.Daemon.Configuration;

/// <summary>Reads the configuration file and loads it as this director.</summary>
public static class ConfigReader
{
    /// <summary>Longest file that is read: a hundred times ten thousand servers would not fill it.</summary>
    public const long LengthMax = 64 * 1024 * 1024;

    /// <summary>Reads and loads; an unreadable file is a finding like any other.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="director">Name of this director.</param>
    /// <param name="content">The bytes that were loaded; empty when the file could not be read.</param>
    public static LoadResult Load(string path, string director, out byte[] content) =>
        Read(path, out content) ?? ConfigFile.Load(content, path, director, secrets: SecretFiles.Read);

    /// <summary>Reads the file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="content">Its bytes; empty when it could not be read.</param>
    /// <returns>Null, or the finding that it could not be read.</returns>
    public static LoadResult? Read(string path, out byte[] content)
    {
        content = [];
        try
        {
            FileInfo file = new(path);
            if (file.Exists && file.Length > LengthMax) return ConfigFile.Unreadable(path, "the file is larger than 64 MiB");
            content = File.ReadAllBytes(path);
            return null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return ConfigFile.Unreadable(path, "no such file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ConfigFile.Unreadable(path, e.Message);
        }
    }
}
