using HaDirector.Model;

namespace HaDirector.Health;

/// <summary>What a check does when it talks to a server: one record per kind.</summary>
public abstract record CheckKind
{
    private CheckKind() { }

    /// <summary>The name of the kind in configuration, status and metrics.</summary>
    public abstract string Name { get; }

    /// <summary>A TCP connection can be opened.</summary>
    public sealed record Tcp : CheckKind
    {
        /// <inheritdoc/>
        public override string Name => "tcp";
    }

    /// <summary>A GET is answered with a wanted status and, if asked for, a matching body.</summary>
    /// <param name="Path">Request target, begins with '/'.</param>
    /// <param name="Host">Host header; null is the server's address.</param>
    /// <param name="StatusFrom">Lowest accepted status code.</param>
    /// <param name="StatusTo">Highest accepted status code.</param>
    /// <param name="BodyPattern">Regular expression (non-backtracking) the body must match somewhere; null is any body.</param>
    public sealed record Http(string Path, string? Host, int StatusFrom, int StatusTo, string? BodyPattern) : CheckKind
    {
        /// <inheritdoc/>
        public override string Name => "http";
    }
}

/// <summary>A check of one target: what, where, how often, and how many results make a verdict.</summary>
/// <param name="Kind">What is tried.</param>
/// <param name="Target">Where: the real server's own address and port.</param>
/// <param name="Interval">Start of one try to start of the next.</param>
/// <param name="Timeout">Bound of the whole exchange.</param>
/// <param name="Rise">Passes in a row that make a server up.</param>
/// <param name="Fall">Failures in a row that make a server down.</param>
public sealed record CheckSpec(CheckKind Kind, IpEndpoint Target, TimeSpan Interval, TimeSpan Timeout, int Rise, int Fall);

/// <summary>What a check has concluded about a server.</summary>
public enum Verdict : byte
{
    /// <summary>No result yet.</summary>
    Unknown,

    /// <summary>Healthy.</summary>
    Up,

    /// <summary>Failed.</summary>
    Down,
}
