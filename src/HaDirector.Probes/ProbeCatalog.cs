using HaDirector.Health;
using HaDirector.Health.Kinds;

namespace HaDirector.Probes;

/// <summary>Runs one try of a check. Never throws; never takes much longer than the check's time-out.</summary>
public delegate ValueTask<ProbeResult> RunProbe(CheckSpec spec, CancellationToken stop);

/// <summary>Which probe runs which kind of check.</summary>
public static class ProbeCatalog
{
    /// <summary>Runs checks of every kind in a process that knows how its BFD sessions stand.</summary>
    /// <param name="isUp">Whether a session is up; null when nothing is known of it.</param>
    public static RunProbe With(Func<string, bool?> isUp) => (spec, stop) => spec.Kind is BfdCheck bfd
        ? ValueTask.FromResult(BfdProbe.Run(bfd, isUp))
        : Run(spec, stop);

    /// <summary>Runs one try of a check of any kind but <c>bfd</c>.</summary>
    public static ValueTask<ProbeResult> Run(CheckSpec spec, CancellationToken stop) => spec.Kind switch
    {
        TcpCheck tcp => TcpProbe.Run(spec, tcp, stop),
        GrpcCheck grpc => GrpcProbe.Run(spec, grpc, stop),
        TlsCheck tls => TlsProbe.Run(spec, tls, stop),
        HttpCheck http => HttpProbe.Run(spec, http, stop),
        DnsCheck dns => DnsProbe.Run(spec, dns, stop),
        UdpCheck udp => UdpProbe.Run(spec, udp, stop),
        IcmpCheck icmp => IcmpProbe.Run(spec, icmp, stop),
        AgentCheck agent => AgentProbe.Run(spec, agent, stop),
        ScriptCheck script => ScriptProbe.Run(spec, script, stop),
        FileCheck file => FileProbe.Run(spec, file, stop),
        SmtpCheck smtp => SmtpProbe.Run(spec, smtp, stop),
        _ => ValueTask.FromResult(new ProbeResult(false, default, $"no probe for checks of kind {spec.Kind.Name}") { Fault = Fault.Local, Outcome = ProbeOutcome.Local }),
    };
}
