using HaDirector.Linux;
using HaDirector.Linux.Route;
using HaDirector.Model;
using HaDirector.VrrpProcess.Fencing;

namespace HaDirector.VrrpProcess;

/// <summary>What the routers of one real-time thread share.</summary>
/// <param name="settings">How the loop behaves.</param>
/// <param name="route">Addresses.</param>
/// <param name="reporter">Messages to the director process.</param>
/// <param name="news">Wakes the supervisor.</param>
internal sealed class RealTimeWorld(RealTimeSettings settings, RouteSocket route, LinkReporter reporter, WakeEvent news)
{
    public RealTimeSettings Settings { get; } = settings;

    public RouteSocket Route { get; } = route;

    public LinkReporter Reporter { get; } = reporter;

    /// <summary>What stands between a dead director and its addresses.</summary>
    public Nets Nets { get; } = new(news);

    /// <summary>Time of the current turn's last look at the clock.</summary>
    public Instant Now { get; set; }

    /// <summary>Wall time since 1970; the HMAC trailer of adverts carries it, and nothing else here may look at it.</summary>
    public static TimeSpan UnixTime => DateTime.UtcNow - DateTime.UnixEpoch;

    /// <summary>Announcements that may still leave in this turn: many addresses on many routers must not keep the adverts waiting.</summary>
    public int FramesLeft { get; set; }

    /// <summary>Takes one of <see cref="FramesLeft"/>.</summary>
    public bool TakeFrame() => --FramesLeft >= 0;

    /// <summary>Plan in force.</summary>
    public uint Epoch { get; set; }
}
