using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;

namespace HaDirector.Config.Language;

/// <summary>The kernel's time-outs of connections as written.</summary>
internal sealed class TimeoutsDraft : Draft
{
    public Located<TimeSpan>? Tcp { get; set; }

    public Located<TimeSpan>? TcpFin { get; set; }

    public Located<TimeSpan>? Udp { get; set; }
}

/// <summary>The keys of ipvs.timeouts.</summary>
internal static class TimeoutsTable
{
    // The kernel counts in ticks: more than 24 days would not fit everywhere.
    private static readonly ScalarShape<TimeSpan> Time = Scalars.Duration("1s", "24d", "1s");

    public static readonly MappingShape<TimeoutsDraft> Shape = new("ipvs.timeouts", "a mapping such as { tcp: 900s, tcp_fin: 120s, udp: 300s }",
        new Field<TimeoutsDraft, TimeSpan>("tcp", Time, (d, v) => d.Tcp = v)
        {
            Default = "(left alone)",
            Help = "How long an established TCP connection is remembered without a packet; the kernel begins with 900s.",
        },
        new Field<TimeoutsDraft, TimeSpan>("tcp_fin", Time, (d, v) => d.TcpFin = v)
        {
            Default = "(left alone)",
            Elsewhere = ["tcpfin"],
            Help = "How long one that is closing is remembered; the kernel begins with 120s.",
        },
        new Field<TimeoutsDraft, TimeSpan>("udp", Time, (d, v) => d.Udp = v)
        {
            Default = "(left alone)",
            Help = "How long UDP between two ports is remembered without a packet; the kernel begins with 300s.",
        })
    { AllowEmpty = true };
}
