using System.Security.Cryptography;
using System.Text;
using HaDirector.Config.Yaml;
using HaDirector.Engine;
using HaDirector.Vrrp;

namespace HaDirector.Config.Assembly;

/// <summary>The secrets of a file, and of the files it names.</summary>
/// <param name="read">Reads them; null judges a file where they need not be: each counts as bytes of zero then.</param>
internal sealed class Secrets(SecretReader? read)
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _files = [];

    /// <summary>Reads a file; why it cannot be used, or null.</summary>
    public string? Open(Located<string> path)
    {
        if (_files.ContainsKey(path.Value)) return null;
        ReadOnlyMemory<byte> content = new byte[HmacSpec.SecretMax];
        if (read is not null && read(path.Value, out content) is { } why) return why;
        content = WithoutLineEnd(content);
        if (content.Length is < HmacSpec.SecretMin or > HmacSpec.SecretMax)
            return $"it has {content.Length} bytes; a secret has {HmacSpec.SecretMin} to {HmacSpec.SecretMax}";
        _files.Add(path.Value, content);
        return null;
    }

    /// <summary>The secret that is written, or in the file that is named and was opened.</summary>
    public ReadOnlyMemory<byte> Of(Located<string>? secret, Located<string>? file) =>
        secret is { } written ? Encoding.UTF8.GetBytes(written.Value) : file is { } path ? _files[path.Value] : default;

    /// <summary>A key for a pair that gave none: what both know from the file. Anyone who knows the addresses can make it.</summary>
    public static ReadOnlyMemory<byte> KeyOf(IReadOnlyList<DirectorSpec> directors) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', directors.Select(d => $"{d.Name} {d.Address}"))));

    private static ReadOnlyMemory<byte> WithoutLineEnd(ReadOnlyMemory<byte> content)
    {
        if (content.Span.EndsWith("\n"u8)) content = content[..^1];
        return content.Span.EndsWith("\r"u8) ? content[..^1] : content;
    }
}
