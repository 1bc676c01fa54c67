using System.Text;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;

namespace HaDirector.Config;

/// <summary>Text of a configuration file to a plan, or to everything that is wrong with it. Reads no file itself.</summary>
public static class ConfigFile
{
    /// <summary>Loads UTF-8 bytes as the director <paramref name="directorName"/>; null takes the file's first director.
    /// Never throws.</summary>
    /// <param name="content">Content of the file.</param>
    /// <param name="fileName">Name for the positions of findings.</param>
    /// <param name="directorName">Host name, or --director; null to judge the file on a machine that is no director.</param>
    /// <param name="facts">The host's interfaces, or null to judge the file alone.</param>
    /// <param name="secrets">Reads the files of secrets, or null to judge the file where they need not be.</param>
    public static LoadResult Load(ReadOnlyMemory<byte> content, string fileName, string? directorName, HostFacts? facts = null, SecretReader? secrets = null) =>
        Bind(content, fileName).Judge(directorName, facts, secrets);

    /// <summary>Reads what is written, to judge it once it is known for whom. Never throws.</summary>
    /// <param name="content">Content of the file.</param>
    /// <param name="fileName">Name for the positions of findings.</param>
    public static BoundFile Bind(ReadOnlyMemory<byte> content, string fileName)
    {
        Findings findings = new(fileName);
        return new BoundFile(content, Read(content, findings), findings);
    }

    /// <summary>Loads text; see the overload for bytes.</summary>
    public static LoadResult Load(string text, string fileName, string? directorName, HostFacts? facts = null, SecretReader? secrets = null) =>
        Load(Encoding.UTF8.GetBytes(text), fileName, directorName, facts, secrets);

    /// <summary>The result for a file that could not be read at all.</summary>
    /// <param name="fileName">Its name.</param>
    /// <param name="reason">Why, in words: "no such file".</param>
    public static LoadResult Unreadable(string fileName, string reason)
    {
        Findings findings = new(fileName);
        findings.Error(DiagnosticCodes.Unreadable, Spot.Start, $"the file cannot be read: {Findings.Plain(reason)}");
        return new LoadResult(null, findings.Sorted(new TextLines("")), "");
    }

    /// <summary>Binds the document; null when the text broke off or says nothing, which is a finding then.</summary>
    private static FileDraft? Read(ReadOnlyMemory<byte> content, Findings findings)
    {
        if (SourceText.Decode(content.Span, findings) is not { } text) return null;
        try
        {
            YamlReader yaml = new(text, findings);
            if (!yaml.Open())
            {
                findings.Error(DiagnosticCodes.Empty, Spot.Start, "the file says nothing", "hadirector init writes a file to start from");
                return null;
            }
            bool bound = FileTable.Shape.TryBind(yaml, new Label("the file", yaml.At), out Located<FileDraft> file);
            yaml.Close();
            return bound ? file.Value : null;
        }
        catch (BrokenYamlException)
        {
            return null;
        }
    }
}
