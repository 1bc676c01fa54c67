using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HaDirector.Linux.Tests.Probes;

/// <summary>An authority of the test and the certificates it signs, as PEM files in a folder of their own.</summary>
public sealed class TestCertificates : IDisposable
{
    public const string Name = "www.example";

    private readonly string _folder = Directory.CreateTempSubdirectory("hd-certificates-").FullName;
    private readonly X509Certificate2 _authority;

    public TestCertificates()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=Test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = request.CreateSelfSigned(Now.AddYears(-1), Now.AddYears(1));
        AuthorityFile = Write("authority", _authority.ExportCertificatePem());
    }

    /// <summary>PEM file of the authority.</summary>
    public string AuthorityFile { get; }

    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    /// <summary>A certificate of the authority, valid until some days from now, with its key; path of the PEM file.</summary>
    public string Signed(string file, double daysLeft, string name = Name, bool forServers = true)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = Request(key, name, forServers);
        using X509Certificate2 certificate = request.Create(
            _authority, Now.AddDays(Math.Min(daysLeft, 0) - 30), Now.AddDays(daysLeft), RandomNumberGenerator.GetBytes(16));
        return Write(file, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    /// <summary>A certificate that is signed by itself.</summary>
    public string SelfSigned(string file)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = Request(key, Name, true).CreateSelfSigned(Now.AddDays(-1), Now.AddDays(30));
        return Write(file, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    /// <summary>A file of the folder with this text.</summary>
    public string Write(string file, string text)
    {
        string path = Path.Combine(_folder, file + ".pem");
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static CertificateRequest Request(ECDsa key, string name, bool forServers)
    {
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        if (IPAddress.TryParse(name, out IPAddress? address)) names.AddIpAddress(address);
        else names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(forServers ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2")], false));
        return request;
    }
}
