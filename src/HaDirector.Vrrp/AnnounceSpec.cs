namespace HaDirector.Vrrp;

/// <summary>How the addresses are announced (gratuitous ARP, unsolicited neighbour advertisement).</summary>
public sealed record AnnounceSpec
{
    /// <summary>As keepalived does it.</summary>
    public static AnnounceSpec Default { get; } = new();

    /// <summary>Most rounds.</summary>
    public const int RepeatMax = 100;

    /// <summary>Rounds over all addresses at once.</summary>
    public int Repeat { get; init; } = 5;

    /// <summary>When the rounds are sent once more: a switch that was still learning missed the first. Zero is never.</summary>
    public TimeSpan Again { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often one round is sent while master; zero is never.</summary>
    public TimeSpan Refresh { get; init; }

    /// <summary>Least time between two frames on one interface; zero is none.</summary>
    public TimeSpan Pace { get; init; }
}
