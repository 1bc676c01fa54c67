namespace HaDirector.Control;

/// <summary>What the checks do, all together, since the director process started.</summary>
/// <param name="Checks">Distinct checks: services that ask the same of a server share one.</param>
/// <param name="Running">Tries under way.</param>
/// <param name="Awaited">Checks of which no result of this process counted yet.</param>
/// <param name="Lateness">How much later than due tries began: our own lateness, not a server's.</param>
/// <param name="Kinds">Results by kind.</param>
public sealed record ProbingReport(int Checks, int Running, int Awaited, HistogramReport Lateness, IReadOnlyList<KindReport> Kinds);

/// <summary>What the checks of one kind gave.</summary>
/// <param name="Kind">"tcp", "http", ...</param>
/// <param name="Results">Results by how they ended: "passed", "refused", "timed_out", ...; the others are 0.</param>
/// <param name="Latency">How long passed tries took.</param>
public sealed record KindReport(string Kind, IReadOnlyDictionary<string, long> Results, HistogramReport Latency);

/// <summary>Durations counted by size.</summary>
/// <param name="BoundsSeconds">Upper bounds of all buckets but the last, inclusive.</param>
/// <param name="Counts">Durations in each bucket, not added up; the last has no upper bound.</param>
/// <param name="SumSeconds">All of them together.</param>
public sealed record HistogramReport(IReadOnlyList<double> BoundsSeconds, IReadOnlyList<long> Counts, double SumSeconds);
