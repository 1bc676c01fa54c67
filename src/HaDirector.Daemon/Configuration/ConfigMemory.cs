using System.Security.Cryptography;
using HaDirector.Config;

namespace HaDirector.Daemon.Configuration;

/// <summary>
/// The last configuration that was loaded: when the file and every file of a secret it names have the same bytes, the result is the same object, so a reload
/// that changes nothing costs reading and comparing, however large the file is. For one thread.
/// </summary>
/// <param name="path">Path of the file.</param>
/// <param name="director">Name of this director.</param>
internal sealed class ConfigMemory(string path, string director)
{
    private byte[] _hash = [];
    private LoadResult? _last; // of that hash, with a plan
    private Dictionary<string, string> _secrets = []; // paths, and a word for what was read there

    /// <summary>Reads the file and loads it unless it is the last one.</summary>
    /// <param name="content">The bytes that were read; empty when the file could not be.</param>
    public LoadResult Load(out byte[] content)
    {
        if (ConfigReader.Read(path, out content) is { } unreadable) return unreadable;
        byte[] hash = SHA256.HashData(content);
        if (_last is { } last && hash.AsSpan().SequenceEqual(_hash) && _secrets.All(secret => WordFor(secret.Key, out _, out _) == secret.Value)) return last;

        Dictionary<string, string> secrets = [];
        string? Read(string secret, out ReadOnlyMemory<byte> bytes)
        {
            secrets[secret] = WordFor(secret, out bytes, out string? problem);
            return problem;
        }
        LoadResult result = ConfigFile.Load(content, path, director, secrets: Read);
        // The text, which shows the lines of findings, is not asked for again.
        (_hash, _last, _secrets) = (hash, result.Plan is null ? null : result with { Source = "" }, secrets);
        return result;
    }

    /// <summary>Forgets it: another one, which did not come from there, is in force.</summary>
    public void Forget() => (_hash, _last, _secrets) = ([], null, []);

    private static string WordFor(string secret, out ReadOnlyMemory<byte> bytes, out string? problem)
    {
        problem = SecretFiles.Read(secret, out bytes);
        return problem ?? Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
    }
}
