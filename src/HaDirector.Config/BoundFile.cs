using System.Security.Cryptography;
using HaDirector.Config.Assembly;
using HaDirector.Config.Language;
using HaDirector.Config.Rules;
using HaDirector.Config.Yaml;
using HaDirector.Engine;

namespace HaDirector.Config;

/// <summary>What a configuration file says, not judged yet.</summary>
public sealed class BoundFile
{
    private readonly ReadOnlyMemory<byte> _content;
    private readonly FileDraft? _file;
    private readonly Findings _findings;

    internal BoundFile(ReadOnlyMemory<byte> content, FileDraft? file, Findings findings) => (_content, _file, _findings) = (content, file, findings);

    /// <summary>Names of the directors; empty when the file could not be read so far.</summary>
    public IEnumerable<string> Directors => _file?.Directors?.Value.Select(director => director.Name) ?? [];

    /// <summary>Judges it, once, and makes the plan of one director of it. Never throws.</summary>
    /// <param name="director">Host name, or --director; null takes the file's first director.</param>
    /// <param name="facts">The host's interfaces, or null to judge the file alone.</param>
    /// <param name="secrets">Reads the files of secrets, or null to judge the file where they need not be.</param>
    public LoadResult Judge(string? director, HostFacts? facts = null, SecretReader? secrets = null)
    {
        Plan? plan = null;
        if (_file is { } file)
        {
            RuleScope scope = new(file, _findings, director, facts, new Secrets(secrets));
            foreach (Rule rule in RuleScope.All) rule(scope);
            if (!_findings.HasErrors)
                plan = PlanAssembly.Assemble(file, scope.Here!, scope.Secrets, Convert.ToHexStringLower(SHA256.HashData(_content.Span)));
        }
        // The text is decoded again for those who want to see it: a good file of many megabytes need not be kept twice meanwhile.
        string source = _findings.IsEmpty ? "" : SourceText.Show(_content.Span);
        return new LoadResult(plan, _findings.Sorted(new TextLines(source)), source);
    }
}
