using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HaDirector.Probes;

/// <summary>Certificates in PEM files, read again when a file's time or size changes: thousands of checks share a few files.</summary>
internal static class PemFiles
{
    private const int Max = 256; // files of each sort; beyond it all are read anew: configurations come and go, this process stays

    private static readonly ConcurrentDictionary<string, Known<X509Certificate2Collection>> Trusted = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, Known<SslStreamCertificateContext>> Own = new(StringComparer.Ordinal);

    /// <summary>The certificates of a file of trusted authorities.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="CryptographicException">It holds no certificate.</exception>
    public static X509Certificate2Collection Authorities(string path) => Read(Trusted, path, static path =>
    {
        X509Certificate2Collection all = [];
        all.ImportFromPemFile(path);
        return all.Count > 0 ? all : throw new CryptographicException("it holds no certificate");
    });

    /// <summary>Our own certificate, with its key and what stands behind it in the file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="CryptographicException">It holds no certificate or no key of it.</exception>
    public static SslStreamCertificateContext OwnCertificate(string path) => Read(Own, path, static path =>
    {
        X509Certificate2 own = X509Certificate2.CreateFromPemFile(path);
        X509Certificate2Collection all = [];
        all.ImportFromPemFile(path);
        return SslStreamCertificateContext.Create(own, all, offline: true);
    });

    private static T Read<T>(ConcurrentDictionary<string, Known<T>> files, string path, Func<string, T> read)
    {
        FileInfo file = new(path);
        (DateTime Written, long Bytes) stamp = (file.LastWriteTimeUtc, file.Exists ? file.Length : -1);
        if (files.TryGetValue(path, out Known<T> known) && known.Stamp == stamp) return known.Value;
        if (files.Count >= Max) files.Clear();
        T value = read(path);
        files[path] = new Known<T>(stamp, value);
        return value;
    }

    private readonly record struct Known<T>((DateTime Written, long Bytes) Stamp, T Value);
}
