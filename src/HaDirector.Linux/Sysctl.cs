namespace HaDirector.Linux;

/// <summary>Kernel settings under /proc/sys, by the names of sysctl(8). Those of net belong to the calling thread's network namespace.</summary>
/// <remarks>
/// Dots separate; where a part has a dot itself (an interface "eth0.100"), slashes separate: whichever of the two comes first in the
/// name does, and the other stands for a dot inside a part, as in sysctl(8).
/// </remarks>
public static class Sysctl
{
    private const string Root = "/proc/sys/";

    /// <summary>Reads a setting without the line end; null when it does not exist here or may not be read.</summary>
    public static string? Read(string name)
    {
        try
        {
            return File.ReadAllText(PathOf(name)).TrimEnd('\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes a setting.</summary>
    /// <returns>Null when it was taken, otherwise why not, for people.</returns>
    public static string? Write(string name, string value)
    {
        try
        {
            // Not created when it does not exist, and one write: each write is one value to the kernel.
            using FileStream file = new(PathOf(name), FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(value + "\n"));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e is FileNotFoundException or DirectoryNotFoundException ? $"this kernel has no {name}" : $"{name} = {value}: {e.Message}";
        }
    }

    /// <summary>The file of a setting.</summary>
    internal static string PathOf(string name)
    {
        int first = name.AsSpan().IndexOfAny('.', '/');
        if (first < 0 || name[first] == '/') return Root + name;
        return Root + string.Create(name.Length, name, static (path, text) =>
        {
            for (int i = 0; i < text.Length; i++) path[i] = text[i] switch { '.' => '/', '/' => '.', char other => other };
        });
    }
}
