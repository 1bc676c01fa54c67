using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Model;

namespace HaDirector.Config.Language.Checks;

/// <summary>The keys of a check.</summary>
internal static class CheckTable
{
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMilliseconds(500);
    public const int DefaultRise = 2;
    public const int DefaultFall = 2;

    /// <summary>Most of it that may be random.</summary>
    public const int JitterMax = 50;

    /// <summary>Most parts of an all or any.</summary>
    private const int PartsMax = 16;

    private const string Expected = "a mapping such as { tcp: {}, interval: 1s }";

    /// <summary>Name of a check in the schema.</summary>
    public const string Name = "check";

    /// <summary>A check wherever one may stand.</summary>
    public static readonly NamedShape<CheckDraft> Anywhere = new(Name, Expected, () => Shape!);

    private static readonly ChoiceShape<CheckVia> Vias = new("address", ("server", CheckVia.Server), ("virtual_address", CheckVia.VirtualAddress));

    private static readonly ListShape<CheckDraft> Parts = new(Anywhere, "checks", 1, PartsMax);

    public static readonly MappingShape<CheckDraft> Shape = new("services.NAME.check", Expected,
        Kind("tcp", TcpTable.Shape, "Passes when a TCP connection can be opened and, if asked for, what is sent is answered as wanted.", "TCP_CHECK", "tcp-check"),
        Kind("tls", TlsTable.Shape, "Passes when a TLS handshake comes about with a good certificate.", "ssl-hello-chk"),
        Kind("http", HttpTable.Shape, "Passes when each request is answered with a wanted status and body.", "HTTP_GET", "httpchk"),
        Kind("https", HttpTable.Https, "The same over TLS.", "SSL_GET"),
        Kind("grpc", GrpcTable.Shape, "Passes when grpc.health.v1.Health/Check says SERVING."),
        Kind("dns", DnsTable.Shape, "Passes when a query is answered with the wanted code and records.", "DNS_CHECK"),
        Kind("udp", UdpTable.Shape, "Passes when a datagram is answered as wanted, and not refused.", "UDP_CHECK"),
        Kind("icmp", IcmpTable.Shape, "Passes when an echo request is answered.", "PING_CHECK", "ping"),
        Kind("smtp", SmtpTable.Shape, "Passes when a mail server greets, answers EHLO and takes leave.", "SMTP_CHECK", "smtpchk"),
        Kind("script", ScriptCheckTable.Shape, "Passes when a program ends with exit status 0.", "MISC_CHECK", "external-check"),
        Kind("file", FileCheckTable.Shape, "Passes when a file of this host exists.", "FILE_CHECK"),
        Kind("agent", AgentTable.Shape, "The server says how it is, as to HAProxy's agent-check.", "agent-check"),
        Kind("bfd", BfdCheckTable.Shape, "Passes when a BFD session of the file is up.", "BFD_CHECK"),
        new Field<CheckDraft, IReadOnlyList<Located<CheckDraft>>>("all", Parts, (d, v) => d.All = v)
        {
            Help = "Several checks that must all pass; each may write keys that differ for it.",
        },
        new Field<CheckDraft, IReadOnlyList<Located<CheckDraft>>>("any", Parts, (d, v) => d.Any = v)
        {
            Help = "Several checks of which one must pass; each may write keys that differ for it.",
        },
        new Field<CheckDraft, TimeSpan>("interval", Scalars.Duration("10ms", "1h"), (d, v) => d.Interval = v)
        {
            Default = "1s",
            Elsewhere = ["delay_loop", "inter"],
            Help = "Start of one try to the start of the next.",
        },
        new Field<CheckDraft, TimeSpan>("fast_interval", Scalars.Duration("10ms", "1h"), (d, v) => d.FastInterval = v)
        {
            Default = "(interval)",
            Elsewhere = ["fastinter", "delay_before_retry"],
            Help = "The same while results contradict the verdict, until it changes or they agree again.",
        },
        new Field<CheckDraft, TimeSpan>("slow_interval", Scalars.Duration("10ms", "1h"), (d, v) => d.SlowInterval = v)
        {
            Default = "(interval)",
            Elsewhere = ["downinter"],
            Help = "The same while the server is down and stays so.",
        },
        new Field<CheckDraft, TimeSpan>("timeout", Scalars.Duration("1ms", "1h"), (d, v) => d.Timeout = v)
        {
            Default = "500ms",
            Elsewhere = ["connect_timeout", "misc_timeout"],
            Help = "Bound of a whole try; shorter than the interval.",
        },
        new Field<CheckDraft, int>("rise", Scalars.Number(1, 100), (d, v) => d.Rise = v)
        {
            Default = "2",
            Help = "Passes in a row that make a server up.",
        },
        new Field<CheckDraft, int>("fall", Scalars.Number(1, 100), (d, v) => d.Fall = v)
        {
            Default = "2",
            Elsewhere = ["retry"],
            Help = "Failures in a row that make a server down.",
        },
        new Field<CheckDraft, int>("jitter", Scalars.Percent(0, JitterMax, "[0-9]|[1-4][0-9]|50"), (d, v) => d.Jitter = v)
        {
            Default = "0%",
            Elsewhere = ["spread-checks", "warmup"],
            Help = "Largest random part of the interval by which a try comes sooner; it never adds up, and no interval becomes longer.",
        },
        new Field<CheckDraft, int>("port", Scalars.Number(1, 65535), (d, v) => d.Port = v)
        {
            Default = "(the server's port)",
            Elsewhere = ["connect_port", "agent-port"],
            Help = "Port the check talks to.",
        },
        new Field<CheckDraft, IpAddress>("address", Addresses.Address, (d, v) => d.Address = v)
        {
            Default = "(the server's address)",
            Elsewhere = ["connect_ip", "addr", "agent-addr"],
            Help = "Address the check talks to.",
        },
        new Field<CheckDraft, PerDirector<IpAddress>>("source", new PerDirectorShape<IpAddress>(Addresses.Address), (d, v) => d.Source = v)
        {
            Default = "(the kernel's choice)",
            Elsewhere = ["bindto"],
            Help = "Source address of the check's packets; one for both directors, or one per director.",
        },
        new Field<CheckDraft, PerDirector<string>>("interface", new PerDirectorShape<string>(Scalars.Interface), (d, v) => d.Interface = v)
        {
            Default = "(any)",
            Elsewhere = ["bind_if"],
            Help = "Interface the check's packets leave by; one for both directors, or one per director.",
        },
        new Field<CheckDraft, int>("mark", Scalars.Number(0, int.MaxValue), (d, v) => d.Mark = v)
        {
            Default = "0",
            Elsewhere = ["fwmark"],
            Help = "Firewall mark of the check's packets.",
        },
        new Field<CheckDraft, CheckVia>("via", Vias, (d, v) => d.Via = v)
        {
            Default = "server",
            Help = "By which address the check talks to the server: its own, or the service's, so that dr and tun are tested, too.",
        });

    /// <summary>The keys that say what is tried.</summary>
    public static IReadOnlyList<string> KindNames { get; } =
        [.. Shape.Fields.Select(field => field.Name).TakeWhile(name => name != "interval")];

    private static Field<CheckDraft, T> Kind<T>(string name, Shape<T> shape, string help, params string[] elsewhere)
        where T : KindDraft =>
        new(name, shape, (d, v) => d.Add(v)) { Elsewhere = elsewhere, Help = help };
}
