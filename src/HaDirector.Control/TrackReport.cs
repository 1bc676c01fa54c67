namespace HaDirector.Control;

/// <summary>Something whose being up or down moves the priority of routers, or faults them.</summary>
/// <param name="Name">Name in the configuration.</param>
/// <param name="Kind">"interface", "route", "source", "bfd", "router", "script", "file", "process" or "service".</param>
/// <param name="Value">"up", "down", "unknown" (not looked at yet), "failed" (nobody can say), or the number of a file.</param>
/// <param name="Detail">More about it, such as the exit code of a script and the first line it said; or empty.</param>
/// <param name="Uses">Routers that track it.</param>
public sealed record TrackReport(string Name, string Kind, string Value, string Detail, IReadOnlyList<TrackUseReport> Uses);

/// <summary>How a router tracks something.</summary>
/// <param name="Router">Name of the router.</param>
/// <param name="Weight">Added while up when positive, while down when negative; 0 faults the router while down.</param>
/// <param name="Reverse">Whether up and down are turned around.</param>
public sealed record TrackUseReport(string Router, int Weight, bool Reverse);
