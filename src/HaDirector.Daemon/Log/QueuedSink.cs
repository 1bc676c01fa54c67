using System.Collections.Concurrent;
using Serilog.Core;
using Serilog.Events;

namespace HaDirector.Daemon.Log;

/// <summary>
/// Takes events without waiting and writes them on a thread of its own, so that a journal that does not read holds up no loop. What
/// finds no room is dropped and counted.
/// </summary>
internal sealed class QueuedSink : ILogEventSink, IDisposable
{
    private const int Room = 4096;
    private static readonly TimeSpan FlushMax = TimeSpan.FromSeconds(1);

    private readonly BlockingCollection<LogEvent> _queue = new(Room);
    private readonly ILogEventSink _target;
    private readonly Thread _writer;
    private long _dropped;

    public QueuedSink(ILogEventSink target)
    {
        _target = target;
        _writer = new Thread(Write) { Name = "log", IsBackground = true };
        _writer.Start();
    }

    /// <summary>Events that found no room.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        if (_queue.IsAddingCompleted || !_queue.TryAdd(logEvent)) Interlocked.Increment(ref _dropped);
    }

    /// <summary>Writes what is queued, but not for longer than a second.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        _writer.Join(FlushMax);
    }

    private void Write()
    {
        foreach (LogEvent logEvent in _queue.GetConsumingEnumerable())
        {
            try
            {
                _target.Emit(logEvent);
            }
            catch (IOException)
            {
                // Standard output is gone. The director works on without words.
                Interlocked.Increment(ref _dropped);
            }
        }
    }
}
