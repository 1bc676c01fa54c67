using HaDirector.Ipvs;
using HaDirector.Linux;
using HaDirector.Linux.Netlink;
using HaDirector.Model;

namespace HaDirector.Daemon.Loops;

/// <summary>The kernel's table with its counters, as it was read.</summary>
/// <param name="Table">The table.</param>
/// <param name="At">When it was read.</param>
internal sealed record KernelLook(TableStatus Table, Instant At)
{
    /// <summary>Its services, to look them up.</summary>
    public IReadOnlyDictionary<ServiceKey, ServiceStatus> Services => field ??= Table.Services.ToDictionary(service => service.Key);
}

/// <summary>
/// Reads the kernel's table with its counters over a socket of its own, for all that want to know: status, metrics, history, drains. One reading serves everybody for half a
/// second, and for ten times as long as it took, so that a table of thousands costs no more than a tenth of a core however many ask.
/// </summary>
internal sealed class KernelTableReader : IDisposable
{
    private const int RestFactor = 10;

    private static readonly TimeSpan FreshMinimum = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private KernelIpvs? _kernel;
    private KernelLook? _look;
    private Instant _freshUntil;
    private bool _disposed;

    /// <summary>The table; null when there is no ip_vs or it cannot be read.</summary>
    public KernelLook? Read()
    {
        lock (_gate)
        {
            Instant began = Clock.Now;
            if (_disposed || began < _freshUntil) return _look;
            try
            {
                _look = _kernel is not null || KernelIpvs.TryOpen(out _kernel, out _) ? new KernelLook(_kernel!.ReadStatus(), began) : null;
            }
            catch (IOException)
            {
                _kernel?.Dispose();
                (_kernel, _look) = (null, null);
            }
            Instant ended = Clock.Now;
            TimeSpan rest = (ended - began) * RestFactor;
            _freshUntil = ended + (rest > FreshMinimum ? rest : FreshMinimum);
            return _look;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _kernel?.Dispose();
        }
    }
}
