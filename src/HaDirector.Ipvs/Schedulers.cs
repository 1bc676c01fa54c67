namespace HaDirector.Ipvs;

/// <summary>A scheduler of the kernel.</summary>
/// <param name="Name">Its name; the module is ip_vs_ and the name.</param>
/// <param name="Summary">What it does, in a line.</param>
/// <param name="Flags">The flags it heeds; the kernel stores others and ignores them.</param>
/// <param name="Since">First kernel that has it as (major, minor), or null when every supported kernel does.</param>
public sealed record Scheduler(
    string Name, string Summary, ServiceFlags Flags = ServiceFlags.None, (int Major, int Minor)? Since = null);

/// <summary>The schedulers of the kernel by name. Others may exist as modules; only the kernel can say.</summary>
public static class Schedulers
{
    /// <summary>Longest name the kernel takes.</summary>
    public const int MaxNameLength = 15;

    private const ServiceFlags HashFlags = ServiceFlags.SchedulerFallback | ServiceFlags.SchedulerPort;

    /// <summary>All of them, the usual ones first.</summary>
    public static IReadOnlyList<Scheduler> All { get; } =
    [
        new("rr", "round robin"),
        new("wrr", "round robin by weight"),
        new("lc", "least connections"),
        new("wlc", "least connections by weight"),
        new("sed", "shortest expected delay by weight"),
        new("nq", "an idle server first, else shortest expected delay"),
        new("sh", "hash of the client address", HashFlags),
        new("mh", "Maglev hash of the client address", HashFlags, Since: (4, 18)),
        new("dh", "hash of the destination address"),
        new("lblc", "destination locality, least connections"),
        new("lblcr", "destination locality with replication"),
        new("fo", "failover: the highest weight takes all"),
        new("ovf", "overflow: the highest weight until its connections exceed it"),
        new("twos", "the better of two random choices", Since: (5, 12)),
    ];

    /// <summary>The scheduler of that name, or null.</summary>
    public static Scheduler? Find(string name) => All.FirstOrDefault(s => s.Name == name);
}
