using HaDirector.Link;
using HaDirector.Model;

namespace HaDirector.Daemon.Link;

/// <summary>The VRRP process's own measurements, from its last pulse.</summary>
internal sealed record PulseNumbers(
    Instant HeardAt,
    long Turns,
    TimeSpan Lateness,
    TimeSpan LatenessMax,
    long AllocatedBytes,
    long Collections,
    long LinkDrops,
    bool RealTime,
    bool MemoryLocked,
    PulseNets Nets)
{
    /// <summary>Reads a <see cref="LinkMessageKind.Pulse"/>; <paramref name="before"/> gives the largest lateness so far.</summary>
    public static PulseNumbers From(in LinkMessage message, Instant now, PulseNumbers? before)
    {
        TimeSpan lateness = new(message[PulseField.LatenessMaxNanoseconds] / 100);
        TimeSpan latenessBefore = before?.LatenessMax ?? TimeSpan.Zero;
        return new PulseNumbers(
            now,
            message[PulseField.Turns],
            lateness,
            lateness > latenessBefore ? lateness : latenessBefore,
            message[PulseField.AllocatedBytes],
            message[PulseField.Collections],
            message[PulseField.LinkDrops],
            message[PulseField.RealTime] != 0,
            message[PulseField.MemoryLocked] != 0,
            PulseNets.From(message[PulseField.Nets]));
    }
}
