using HaDirector.Ipvs;
using static HaDirector.Kernel.Tests.Tables;

namespace HaDirector.Kernel.Tests;

/// <summary>Our rendering of a table against the real ipvsadm's.</summary>
[Collection("kernel")]
public sealed class IpvsadmTextTests : IDisposable
{
    private static readonly string[] V4 = ["10.0.0.1", "100.64.0.7", "130.1.1.1", "172.16.0.3", "192.0.2.80", "192.168.1.1", "198.51.100.9", "203.0.113.5"];
    private static readonly string[] V6 = ["1::1", "2001:db8::80", "2001:db8:0:1:1:1:1:1", "2001:0:0:1::1", "fd00::1", "8000::5", "::ffff:192.0.2.1", "2001:db8::ffff:c000:201"];

    private readonly RealKernel _kernel = new();

    public void Dispose() => _kernel.Dispose();

    [KernelFact]
    public void Table_with_everything_reads_exactly_as_ipvsadm_saves_it()
    {
        (string, DestinationSpec)[] servers = [.. V4.Select((a, i) => ($"{a}:80", i % 3 == 0 ? Dr(i) : i % 3 == 1 ? Nat(65535) : Tun()))];
        List<(string, VirtualService)> services =
        [
            ("tcp://192.0.2.80:443", Service(Spec("sh", ServiceFlags.Persistent | ServiceFlags.SchedulerPort, 300, 24))),
            ("tcp://192.0.2.80:444", Service(Spec("wlc", ServiceFlags.Persistent, 360, 32))),
            ("tcp://192.0.2.80:0", Service(Spec("wlc", ServiceFlags.Persistent, 360, 0))),
            ("udp://192.0.2.80:53", Service(Spec("sh", ServiceFlags.OnePacket | ServiceFlags.SchedulerPort | ServiceFlags.SchedulerFallback))),
            ("udp://192.0.2.81:53", Service(Spec("mh", ServiceFlags.SchedulerFallback), ("198.51.100.23:53", Nat()), ("198.51.100.21:53", Nat()))),
            ("udp://192.0.2.82:53", Service(Spec("rr", ServiceFlags.SchedulerFallback | ServiceFlags.SchedulerPort | ServiceFlags.SchedulerThird))),
            ("sctp://192.0.2.80:80", Service(Spec())),
            ("mark:7", Service(Spec(), ("198.51.100.21:0", Dr()), ("198.51.100.22:0", Tun(3)))),
            ("mark6:7", Service(Spec("rr", ServiceFlags.Persistent, 30, 128), ("[fd00::1]:0", Tun()))),
            ("udp://192.0.2.83:5060", Service(Spec("rr", ServiceFlags.Persistent | ServiceFlags.OnePacket, 60, 24) with { PersistenceEngine = "sip" })),
            ("tcp://192.0.2.84:80", Service(Spec(), ("198.51.100.21:80", Tun(TunnelType.Gue, 6080)), ("198.51.100.22:80", Tun(TunnelType.Gue, 1, TunnelChecksum.Full)),
                ("198.51.100.23:80", Tun(TunnelType.Gue, 65535, TunnelChecksum.Remote)), ("198.51.100.24:80", Tun(TunnelType.Gre)),
                ("198.51.100.25:80", Tun(TunnelType.Gre, 0, TunnelChecksum.Full)), ("198.51.100.26:80", Tun()))),
            ("tcp://192.0.2.85:80", Service(Spec(), ("198.51.100.21:80", Tun()), ("[2001:db8::5]:80", Tun(TunnelType.Gre)))),
            ("mark6:8", Service(Spec("rr", ServiceFlags.Persistent, 30, 64))),
            // Services that beat each other in a circle come in the kernel's order, so there are none here; servers may.
            .. V4.Except(["100.64.0.7", "130.1.1.1"]).Select(a => ($"tcp://{a}:80", Service(Spec(), servers))),
            .. V6.Except(["8000::5"]).Select(a => ($"tcp://[{a}]:80", Service(Spec("wrr"), [.. V6[1..6].Select(s => ($"[{s}]:80", Dr(2)))]))),
        ];
        IpvsTable table = Table([.. services]);
        Assert.Empty(_kernel.Reconcile(table).Result.Refused);
        Assert.Equal(RealKernel.Saved(), IpvsadmText.Render(table));
        Assert.Equal(RealKernel.Saved(), IpvsadmText.Render(_kernel.Ipvs.Read()));
    }
}
