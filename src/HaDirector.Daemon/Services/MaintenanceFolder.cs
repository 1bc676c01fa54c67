namespace HaDirector.Daemon.Services;

/// <summary>Reads the names of the files of servers that are worked on.</summary>
internal static class MaintenanceFolder
{
    /// <summary>Most names that are read.</summary>
    private const int Most = 100_000;

    /// <summary>The names in order, or why they cannot be read.</summary>
    public sealed record Listing(string Folder, IReadOnlyList<string> Names, string? Problem);

    /// <summary>Reads a folder; never throws.</summary>
    public static Listing Read(string folder)
    {
        try
        {
            return new Listing(folder, [.. Directory.EnumerateFiles(folder).Take(Most).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)], null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Listing(folder, [], e.Message);
        }
    }
}
