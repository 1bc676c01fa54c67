using HaDirector.Ipvs.Connections;

namespace HaDirector.Cli.Connections;

/// <summary>What `hadirector connections` is asked.</summary>
/// <param name="Filter">Which connections; a service given by name is found later.</param>
/// <param name="ServiceName">The service by its name in the configuration; null when none is asked for, or by address.</param>
/// <param name="Limit">So many at most; null is all.</param>
/// <param name="Count">Whether they are counted rather than listed.</param>
/// <param name="Json">Whether the answer is for a program.</param>
/// <param name="WithOrigin">Whether it is told where the kernel has them from.</param>
/// <param name="All">Whether a list that costs the kernel much is read all the same.</param>
internal sealed record ConnectionQuery(ConnectionFilter Filter, string? ServiceName, long? Limit, bool Count, bool Json, bool WithOrigin, bool All);
