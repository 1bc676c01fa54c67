using HaDirector.Health;
using HaDirector.Model;
using Serilog;

namespace HaDirector.Daemon.Loops;

/// <summary>How long the kernel's table goes without what the checks have concluded: from a verdict to the kernel's answer to the last change it brought.</summary>
internal sealed class KernelLag(ILogger log)
{
    private Instant? _decided;

    /// <summary>The lags so far.</summary>
    public DurationHistogram Lags { get; } = new();

    /// <summary>The earlier of two times that may be missing.</summary>
    public static Instant? Earlier(Instant? a, Instant? b) => a is { } one && b is { } other ? (one < other ? one : other) : a ?? b;

    /// <summary>Takes the time of the first verdict that the kernel is to be told of. One that it was not told of yet stays the first.</summary>
    public void Decided(Instant? at) => _decided = Earlier(_decided, at);

    /// <summary>Takes that the kernel holds everything that was decided.</summary>
    /// <returns>Whether a verdict had waited for it.</returns>
    public bool Acknowledged(Instant now)
    {
        if (_decided is not { } decided) return false;
        _decided = null;
        TimeSpan lag = now - decided;
        Lags.Note(lag);
        DateTimeOffset at = DateTimeOffset.Now;
        log.Information("ipvs: acknowledged at {At:HH:mm:ss.fffzzz}, {Lag:F1} ms after the verdict at {Verdict:HH:mm:ss.fffzzz}", at, lag.TotalMilliseconds, at - lag);
        return true;
    }
}
