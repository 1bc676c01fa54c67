using HaDirector.Control;
using HaDirector.Daemon.Link;
using HaDirector.Daemon.Loops;
using HaDirector.Engine;
using HaDirector.Ipvs;

namespace HaDirector.Daemon;

/// <summary>What status is made of: who publishes, in one place.</summary>
internal sealed class DirectorState
{
    public required DirectorOptions Options { get; init; }

    public required Conditions Conditions { get; init; }

    public required VrrpView Vrrp { get; init; }

    public required int VrrpProcessId { get; init; }

    public required ServiceLoop Services { get; init; }

    public required IpvsLoop Ipvs { get; init; }

    public required ConnectionSyncLoop ConnectionSync { get; init; }

    public required TrackLoop Tracks { get; init; }

    public required KernelTableReader KernelTable { get; init; }

    public required StatisticsLoop Statistics { get; init; }

    /// <summary>What the kernel holds; null when there is no ip_vs, or nobody needs it.</summary>
    public IReadOnlyDictionary<ServiceKey, ServiceStatus>? ReadTable() => Ipvs.Report.Available == true ? KernelTable.Read()?.Services : null;

    public DateTimeOffset Started { get; } = DateTimeOffset.UtcNow;

    /// <summary>The plan in force.</summary>
    public required Plan Plan { get; set; }

    public ReloadReport Reloads { get; set; } = new(0, 0, null);

    public required Func<ApplyCounts> Applies { get; init; }

    public required Func<TimeSpan> StallLimit { get; init; }
}
