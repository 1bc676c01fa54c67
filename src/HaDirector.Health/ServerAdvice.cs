namespace HaDirector.Health;

/// <summary>What a server, or a script for it, says of itself besides passing or failing. Every part holds until it is said anew.</summary>
/// <param name="WeightPercent">Percent of the configured weight it wants, 0-256; null says nothing of it.</param>
/// <param name="Mode">Administrative state it asks for; null says nothing of it.</param>
/// <param name="ConnectionsMax">Connections it wants at most; null says nothing of it, 0 is no limit.</param>
public sealed record ServerAdvice(int? WeightPercent, ServerMode? Mode, int? ConnectionsMax);

/// <summary>What is asked of a server apart from its checks.</summary>
public enum ServerMode : byte
{
    /// <summary>Takes part as its checks say.</summary>
    Ready,

    /// <summary>Takes no new connections; those it has go on.</summary>
    Drain,

    /// <summary>Is worked on: like <see cref="Drain"/>, and its failures are nobody's alarm.</summary>
    Maintenance,
}
