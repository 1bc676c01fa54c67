using System.Text;

namespace HaDirector.Config;

/// <summary>Text of a configuration file to a plan, or to everything that is wrong with it. Reads no file itself.</summary>
public static class ConfigFile
{
    /// <summary>Loads UTF-8 bytes as the director <paramref name="directorName"/>; null takes the file's first director.</summary>
    /// <param name="content">Content of the file.</param>
    /// <param name="fileName">Name for the positions of findings.</param>
    /// <param name="directorName">Host name, or --director; null to judge the file on a machine that is no director.</param>
    /// <param name="facts">The host's interfaces, or null to judge the file alone.</param>
    public static LoadResult Load(ReadOnlyMemory<byte> content, string fileName, string? directorName, HostFacts? facts = null) =>
        throw new NotImplementedException();

    /// <summary>Loads text; see the overload for bytes.</summary>
    public static LoadResult Load(string text, string fileName, string? directorName, HostFacts? facts = null) =>
        Load(Encoding.UTF8.GetBytes(text), fileName, directorName, facts);

    /// <summary>The result for a file that could not be read at all.</summary>
    /// <param name="fileName">Its name.</param>
    /// <param name="reason">Why, in words: "no such file".</param>
    public static LoadResult Unreadable(string fileName, string reason) => throw new NotImplementedException();
}
