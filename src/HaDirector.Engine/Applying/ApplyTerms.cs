namespace HaDirector.Engine.Applying;

/// <summary>On what terms a plan is applied.</summary>
/// <param name="Confirm">How long it waits for its confirmation once everybody follows it; null needs none.</param>
/// <param name="Watch">How long it is watched before it counts as good when it needs no confirmation.</param>
public sealed record ApplyTerms(TimeSpan? Confirm, TimeSpan Watch)
{
    /// <summary>Longest time either may be.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);
}

/// <summary>Who follows a plan and says so.</summary>
[Flags]
public enum PlanFollowers : byte
{
    /// <summary>Nobody.</summary>
    None = 0,

    /// <summary>The VRRP process.</summary>
    Vrrp = 1,

    /// <summary>Checks and services.</summary>
    Services = 2,

    /// <summary>The kernel's IPVS table.</summary>
    Ipvs = 4,

    /// <summary>Connection sync.</summary>
    ConnectionSync = 8,

    /// <summary>Tracked objects.</summary>
    Tracks = 16,

    /// <summary>All of them.</summary>
    All = Vrrp | Services | Ipvs | ConnectionSync | Tracks,
}
