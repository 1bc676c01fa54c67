using System.Reflection;
using HaDirector.Health;

namespace HaDirector.Linux.Tests.Probes;

/// <summary>Every kind of check meets everything a server can do to it, or it is said why it cannot.</summary>
public sealed class CaseMatrixTests
{
    public static readonly string[] Cases =
    [
        "healthy", "refused", "silent", "drip", "wrong-answer", "half-closed", "endless-body", "oversize-headers", "expired", "wrong-name", "self-signed", "reset",
    ];

    private const string NoTls = "it speaks no TLS", NoHeaders = "its protocol has no headers", OneDatagram = "one datagram is the whole answer", ByTls = "CertificateJudge judges for every kind, shown with tls";
    private static readonly string[] Certificates = ["expired", "wrong-name", "self-signed"], Streams = ["drip", "half-closed", "endless-body", "reset"];

    /// <summary>Kinds, and the cases they cannot meet with the reason.</summary>
    private static readonly (string Kind, (string[] Cases, string Why)[] Without)[] Kinds =
    [
        ("tcp", [(["oversize-headers"], NoHeaders), (Certificates, NoTls)]),
        ("tls", [(["oversize-headers"], NoHeaders)]),
        ("http", [(Certificates, NoTls)]),
        ("https", []),
        ("grpc", [(["expired", "self-signed"], ByTls)]),
        ("dns", [(["oversize-headers"], NoHeaders), (Certificates, NoTls)]),
        ("udp", [(["oversize-headers"], NoHeaders), (Certificates, NoTls), (Streams, OneDatagram)]),
        ("icmp", [(["oversize-headers"], NoHeaders), (Certificates, NoTls), (Streams, OneDatagram), (["wrong-answer"], "the kernel of the other host answers, or nobody")]),
        ("smtp", [(["expired", "self-signed"], ByTls)]),
        ("script", [(["oversize-headers", "drip"], "its output is not waited for"), (Certificates, NoTls), (["half-closed", "reset"], "its output is a pipe")]),
        ("file", [(Certificates, NoTls), (["silent", "drip", "half-closed", "endless-body", "oversize-headers", "reset"], "a file of this host is read to a bound, and a pipe is no file")]),
        ("agent", [(["oversize-headers"], NoHeaders), (Certificates, NoTls)]),
        ("bfd", [(Cases, "it asks a session of this host: shown with whole directors and with FRR's bfdd, in BfdTests and BfddTests")]),
    ];

    [Fact]
    public void Each_kind_meets_each_case_or_says_why_not()
    {
        HashSet<(string, string)> shown =
        [
            .. Assembly.GetExecutingAssembly().GetTypes().SelectMany(type => type.GetMethods()).SelectMany(method => method.GetCustomAttributes<ShowsAttribute>())
                .SelectMany(shows => shows.Cases.Select(one => (shows.Kind, one))),
        ];
        List<string> wrong = [.. shown.Where(one => !Cases.Contains(one.Item2) || !Kinds.Any(kind => kind.Kind == one.Item1)).Select(one => $"{one}: no such kind or case")];
        foreach ((string kind, (string[] Cases, string Why)[] without) in Kinds)
        {
            foreach (string one in Cases)
            {
                bool cannot = without.Any(set => set.Cases.Contains(one));
                if (shown.Contains((kind, one)) == cannot) wrong.Add(cannot ? $"{kind} {one}: shown, and said to be impossible" : $"{kind} {one}: neither shown nor said why not");
            }
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void No_kind_is_forgotten()
    {
        int types = typeof(CheckKind).Assembly.GetTypes().Count(type => type.IsSubclassOf(typeof(CheckKind)));
        Assert.Equal(types + 1, Kinds.Length); // http and https are one
    }
}
