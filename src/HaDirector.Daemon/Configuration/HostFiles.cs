using HaDirector.Linux.Tracking;

namespace HaDirector.Daemon.Configuration;

/// <summary>Says of files of this host whether checks can use them.</summary>
public static class HostFiles
{
    /// <summary>Why a file cannot be used, in words; null when it can.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="run">Whether it is run, and not read.</param>
    /// <param name="asRoot">Whether it is run as root: then nobody else may be able to put another in its place.</param>
    public static string? WhyNot(string path, bool run, bool asRoot)
    {
        if (run) return Program.Refuse(path, asRoot);
        try
        {
            using FileStream opened = File.OpenRead(path);
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
