using System.Globalization;
using HaDirector.Model;

namespace HaDirector.Health;

/// <summary>What makes two checks the same question.</summary>
/// <param name="Kind">What is tried.</param>
/// <param name="Target">Where.</param>
/// <param name="Route">By which way.</param>
public readonly record struct CheckIdentity(CheckKind Kind, IpEndpoint Target, CheckRoute Route)
{
    /// <summary>The same number for the same question in every process and after every restart.</summary>
    public ulong Digest
    {
        get
        {
            ulong digest = 14695981039346656037; // FNV-1a, 64 bits, over UTF-16
            foreach (char c in string.Create(CultureInfo.InvariantCulture, $"{Kind} {Target} {Route}")) digest = (digest ^ c) * 1099511628211;
            return digest;
        }
    }

    /// <summary>One line that tells the question from all others: kind and target for people, the digest for the rest.</summary>
    public string Text => TextOf(Digest);

    /// <summary><see cref="Text"/> for whoever knows the digest already.</summary>
    internal string TextOf(ulong digest) => string.Create(CultureInfo.InvariantCulture, $"{Kind.Name} {Target} {digest:x16}");
}
