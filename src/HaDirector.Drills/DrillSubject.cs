using HaDirector.Model;

namespace HaDirector.Drills;

/// <summary>The pair that is drilled: what the configuration says, as far as script and judge need it.</summary>
/// <param name="Master">The director of higher priority.</param>
/// <param name="Backup">The other one.</param>
/// <param name="VirtualRouterId">The virtual router that carries the address.</param>
/// <param name="VirtualAddress">The virtual address the client talks to.</param>
/// <param name="AdvertInterval">Interval between adverts.</param>
/// <param name="Tcp">The TCP service of the held and of the new connections.</param>
/// <param name="Udp">The UDP service of the probe.</param>
/// <param name="Check">The check that finds a dead server; null when the TCP service has none.</param>
public sealed record DrillSubject(
    DirectorSeat Master,
    DirectorSeat Backup,
    byte VirtualRouterId,
    IpAddress VirtualAddress,
    TimeSpan AdvertInterval,
    ServicePort Tcp,
    ServicePort Udp,
    CheckTiming? Check)
{
    /// <summary>The backup's skew time (RFC 9568 section 6.1): (256 - priority) * interval / 256.</summary>
    public TimeSpan BackupSkew => AdvertInterval * (256 - Backup.Priority) / 256;

    /// <summary>How long the backup waits for an advert before it takes over (RFC 9568 section 6.1).</summary>
    public TimeSpan BackupDownInterval => (3 * AdvertInterval) + BackupSkew;

    /// <summary>When the check has found a dead server at the latest; null without a check.</summary>
    public TimeSpan? DeadServerBound => Check is { } check ? (check.Fall * check.Interval) + check.Timeout : null;
}

/// <summary>A director of the drilled pair.</summary>
/// <param name="Name">Its name in the configuration; its namespace is the prefix and this name.</param>
/// <param name="Address">Its own address on the client's network.</param>
/// <param name="Priority">Its VRRP priority.</param>
public sealed record DirectorSeat(string Name, IpAddress Address, byte Priority);

/// <summary>A virtual service of the drill.</summary>
/// <param name="Port">Port at the virtual address.</param>
/// <param name="ServerPort">Port at the real servers; the same except with NAT.</param>
/// <param name="Servers">Number of real servers; the first has the namespace rs1.</param>
public sealed record ServicePort(ushort Port, ushort ServerPort, int Servers);

/// <summary>What decides how long a dead server is still used.</summary>
/// <param name="Interval">Start of one try to start of the next.</param>
/// <param name="Timeout">Bound of one try.</param>
/// <param name="Fall">Failures in a row that make a server down.</param>
public sealed record CheckTiming(TimeSpan Interval, TimeSpan Timeout, int Fall);
