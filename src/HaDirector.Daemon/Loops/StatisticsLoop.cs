using HaDirector.Engine;
using HaDirector.Engine.Statistics;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Daemon.Loops;

/// <summary>Keeps the last hour of the services: looks at the kernel's counters each 10 s, and less often where a look takes long.</summary>
/// <param name="table">Reads them, for everybody.</param>
/// <param name="available">Whether there is an ip_vs that anybody needs.</param>
/// <param name="plan">The plan in force.</param>
/// <param name="failed">Is told when the loop fails.</param>
internal sealed class StatisticsLoop(KernelTableReader table, Func<bool> available, Func<Plan> plan, Action<string, Exception> failed) : Loop("statistics", failed)
{
    private readonly Lock _gate = new();
    private readonly TrafficHistory _history = new();
    private Plan? _known;
    private HashSet<ServiceKey> _ours = [];

    /// <summary>Reads from the history. The reading must be short.</summary>
    public T Read<T>(Func<TrafficHistory, T> read)
    {
        lock (_gate) return read(_history);
    }

    /// <inheritdoc/>
    protected override Instant Turn(Instant now)
    {
        bool first = _known is null; // the table is being written
        Plan present = plan();
        if (!ReferenceEquals(present, _known)) (_known, _ours) = (present, [.. present.Services.SelectMany(service => service.Keys)]);
        if (!first && available() && table.Read() is { } look)
            lock (_gate) _history.Add(_ours, look.Table, look.At);
        return now + TrafficHistory.FineResolution; // the reader gives its last look where it must not look so often
    }
}
