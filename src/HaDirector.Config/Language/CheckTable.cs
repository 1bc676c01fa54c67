using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Language;

/// <summary>A check as written; of a server, only what differs from the service's.</summary>
internal sealed class CheckDraft : Draft
{
    public Located<TcpDraft>? Tcp { get; set; }

    public Located<HttpDraft>? Http { get; set; }

    public Located<TimeSpan>? Interval { get; set; }

    public Located<TimeSpan>? Timeout { get; set; }

    public Located<int>? Rise { get; set; }

    public Located<int>? Fall { get; set; }

    public Located<int>? Port { get; set; }
}

/// <summary>A TCP check: it has no keys.</summary>
internal sealed class TcpDraft : Draft;

/// <summary>The keys of a check.</summary>
internal static class CheckTable
{
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMilliseconds(500);
    public const int DefaultRise = 2;
    public const int DefaultFall = 2;

    private static readonly MappingShape<TcpDraft> Tcp = new("services.NAME.check.tcp", "{}") { AllowEmpty = true };

    public static readonly MappingShape<CheckDraft> Shape = new("services.NAME.check", "a mapping such as { tcp: {}, interval: 1s }",
        new Field<CheckDraft, TcpDraft>("tcp", Tcp, (d, v) => d.Tcp = v)
        {
            Elsewhere = ["TCP_CHECK"],
            Help = "Passes when a TCP connection can be opened.",
        },
        new Field<CheckDraft, HttpDraft>("http", HttpTable.Shape, (d, v) => d.Http = v)
        {
            Elsewhere = ["HTTP_GET"],
            Help = "Passes when a GET is answered with a wanted status and body.",
        },
        new Field<CheckDraft, TimeSpan>("interval", Scalars.Duration("10ms", "1h"), (d, v) => d.Interval = v)
        {
            Default = "1s",
            Elsewhere = ["delay_loop"],
            Help = "Start of one try to the start of the next.",
        },
        new Field<CheckDraft, TimeSpan>("timeout", Scalars.Duration("1ms", "1h"), (d, v) => d.Timeout = v)
        {
            Default = "500ms",
            Elsewhere = ["connect_timeout"],
            Help = "Bound of a whole try; not longer than the interval.",
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
        new Field<CheckDraft, int>("port", Scalars.Number(1, 65535), (d, v) => d.Port = v)
        {
            Default = "(the server's port)",
            Elsewhere = ["connect_port"],
            Help = "TCP port the check talks to.",
        });
}
