using HaDirector.Health;
using HaDirector.Health.Kinds;

namespace HaDirector.Probes;

/// <summary>Runs one try of a check. Never throws; never takes much longer than the check's time-out.</summary>
public delegate ValueTask<ProbeResult> RunProbe(CheckSpec spec, CancellationToken stop);

/// <summary>Which probe runs which kind of check.</summary>
public static class ProbeCatalog
{
    /// <summary>Runs one try of a check of any kind.</summary>
    public static ValueTask<ProbeResult> Run(CheckSpec spec, CancellationToken stop) => spec.Kind switch
    {
        TcpCheck tcp => TcpProbe.Run(spec, tcp, stop),
        HttpCheck http => HttpProbe.Run(spec, http, stop),
        _ => ValueTask.FromResult(new ProbeResult(false, default, $"no probe for checks of kind {spec.Kind.Name}") { Fault = Fault.Local, Outcome = ProbeOutcome.Local }),
    };
}
