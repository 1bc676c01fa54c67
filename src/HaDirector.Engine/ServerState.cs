using HaDirector.Health;
using HaDirector.Model;

namespace HaDirector.Engine;

/// <summary>How a real server of a service stands.</summary>
/// <param name="Service">Name of the service.</param>
/// <param name="Address">Address and port of the server.</param>
/// <param name="Verdict">What its check concludes; up when it has none.</param>
/// <param name="InTable">Whether it is in the desired table.</param>
/// <param name="Weight">Weight it is to have there; 0 when it is not in the table.</param>
public readonly record struct ServerState(string Service, IpEndpoint Address, Verdict Verdict, bool InTable, int Weight)
{
    /// <summary>What it does now, and why no more than that.</summary>
    public ServerRole Role { get; init; }

    /// <summary>The strongest that is asked of it, by command, by file or by itself.</summary>
    public ServerMode Mode { get; init; }

    /// <summary>Who asks for <see cref="Mode"/>.</summary>
    public ModeSource ModeBy { get; init; }

    /// <summary>When a commanded mode ends by itself; null is not.</summary>
    public Instant? ModeUntil { get; init; }

    /// <summary>When what <see cref="Role"/> says ends by itself: the drain's deadline, the end of a ramp or of a time held back; null is not.</summary>
    public Instant? Until { get; init; }

    /// <summary>Percent of its weight that its slow start leaves it with; 100 when there is none under way.</summary>
    public int RampPercent { get; init; }

    /// <summary>Percent of its weight that its latency leaves it with; 100 without latency weights.</summary>
    public int LatencyPercent { get; init; }

    /// <summary>What the configured weight is multiplied by in the table, so that parts of it can be told apart; 1 where nothing moves weights. The same in a whole pool.</summary>
    public int Scale { get; init; }

    /// <summary>Percent of its weight that it asks for itself; 100 when it says nothing.</summary>
    public int AdvicePercent { get; init; }
}

/// <summary>What a real server does in its pool.</summary>
public enum ServerRole : byte
{
    /// <summary>Not checked yet, so it takes no part.</summary>
    Unchecked,

    /// <summary>Takes new connections.</summary>
    Serving,

    /// <summary>Takes new connections with a part of its weight, for it has just come back.</summary>
    Starting,

    /// <summary>In the table at weight 0: its connections go on, new ones go elsewhere.</summary>
    Draining,

    /// <summary>Out of the table on purpose: what it had to drain is over.</summary>
    Drained,

    /// <summary>Down by its check: at weight 0 or out of the table, as the service wants it.</summary>
    Failed,

    /// <summary>Up by its check, but it came and went too often: treated as failed for a time.</summary>
    HeldBack,

    /// <summary>Good, and not needed: a backup.</summary>
    Standby,

    /// <summary>Good, but with too few others: the sorry server answers.</summary>
    Outvoted,

    /// <summary>Down by its check and used all the same, because too few others are up.</summary>
    Panic,

    /// <summary>The sorry server, answering.</summary>
    Sorry,
}

/// <summary>Who asks something of a server apart from its checks.</summary>
public enum ModeSource : byte
{
    /// <summary>Nobody.</summary>
    None,

    /// <summary>The server itself, through its check.</summary>
    Server,

    /// <summary>A file in the maintenance folder.</summary>
    File,

    /// <summary>A command.</summary>
    Command,
}
