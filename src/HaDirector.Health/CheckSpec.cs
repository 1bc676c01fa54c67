using HaDirector.Model;

namespace HaDirector.Health;

/// <summary>A check of one target: what, where, by which way, how often, and how many results make a verdict.</summary>
/// <param name="Kind">What is tried.</param>
/// <param name="Target">Where: the real server's own address and port, unless the check says otherwise.</param>
/// <param name="Interval">Start of one try to start of the next.</param>
/// <param name="Timeout">Bound of the whole exchange.</param>
/// <param name="Rise">Passes in a row that make a server up.</param>
/// <param name="Fall">Failures in a row that make a server down.</param>
public sealed record CheckSpec(CheckKind Kind, IpEndpoint Target, TimeSpan Interval, TimeSpan Timeout, int Rise, int Fall)
{
    /// <summary>Interval while results contradict the verdict; null is <see cref="Interval"/>.</summary>
    public TimeSpan? FastInterval { get; init; }

    /// <summary>Interval while the server is down and stays so; null is <see cref="Interval"/>.</summary>
    public TimeSpan? SlowInterval { get; init; }

    /// <summary>
    /// Largest random part of an interval by which a try comes sooner, 0-50 percent. It never adds up, and the intervals are shorter
    /// by as much on the whole, so that there is never more than an interval between two tries.
    /// </summary>
    public int JitterPercent { get; init; }

    /// <summary>The way of the packets; default is whatever this host would take.</summary>
    public CheckRoute Route { get; init; }

    /// <summary>What is known of a server stays known as long as these are the same, whatever the timing.</summary>
    public CheckIdentity Identity => new(Kind, Target, Route);
}

/// <summary>The way of a check's packets.</summary>
/// <param name="Source">Source address; null is the kernel's choice.</param>
/// <param name="Interface">Interface the socket is bound to; null is none.</param>
/// <param name="Mark">Firewall mark of the packets; 0 is none.</param>
public readonly record struct CheckRoute(IpAddress? Source, string? Interface, uint Mark);
