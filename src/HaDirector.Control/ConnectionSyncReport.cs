namespace HaDirector.Control;

/// <summary>Connection sync by the kernel's daemon.</summary>
/// <param name="Mode">"kernel".</param>
/// <param name="Interface">Interface of the sync traffic.</param>
/// <param name="SyncId">1-255.</param>
/// <param name="Daemons">What the kernel runs: "master", "backup".</param>
/// <param name="Wanted">What the role asks for.</param>
/// <param name="Sysctls">Settings under net.ipv4.vs that make it useful.</param>
public sealed record ConnectionSyncReport(
    string Mode,
    string Interface,
    int SyncId,
    IReadOnlyList<string> Daemons,
    IReadOnlyList<string> Wanted,
    IReadOnlyList<SysctlReport> Sysctls);

/// <summary>One kernel setting.</summary>
/// <param name="Name">"net.ipv4.vs.sync_threshold".</param>
/// <param name="Value">What it is; null when it cannot be read.</param>
/// <param name="Wanted">What it should be.</param>
public sealed record SysctlReport(string Name, string? Value, string Wanted);
