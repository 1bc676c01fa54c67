using System.Diagnostics;
using HaDirector.Ipvs;
using HaDirector.Linux.Netlink;

namespace HaDirector.Daemon.Loops;

/// <summary>Reads the kernel's table with its counters for status, over a socket of its own, at most twice a second however many ask.</summary>
internal sealed class KernelTableReader : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private KernelIpvs? _kernel;
    private TableStatus? _table;
    private long _readAt;

    /// <summary>The table; null when there is no ip_vs or it cannot be read.</summary>
    public TableStatus? Read()
    {
        lock (_gate)
        {
            if (_readAt != 0 && Stopwatch.GetElapsedTime(_readAt) < Fresh) return _table;
            try
            {
                _table = _kernel is not null || KernelIpvs.TryOpen(out _kernel, out _) ? _kernel!.ReadStatus() : null;
            }
            catch (IOException)
            {
                _kernel?.Dispose();
                (_kernel, _table) = (null, null);
            }
            _readAt = Stopwatch.GetTimestamp();
            return _table;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _kernel?.Dispose();
}
