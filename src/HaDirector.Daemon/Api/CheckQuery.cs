using HaDirector.Health;

namespace HaDirector.Daemon.Api;

/// <summary>Which checks are asked for.</summary>
/// <param name="Service">Those of this service; null is of all.</param>
/// <param name="Server">Those of this server: ADDRESS or ADDRESS:PORT; null is of all.</param>
/// <param name="Verdict">Those that conclude this; null is anything.</param>
/// <param name="History">Whether their last changes are asked for.</param>
internal sealed record CheckQuery(string? Service, string? Server, Verdict? Verdict, bool History);
