using HaDirector.Linux;
using HaDirector.Model;

namespace HaDirector.Daemon.Services;

/// <summary>Looks at something slow again and again on the thread pool, for a loop that must not wait; never two looks at once.</summary>
/// <param name="look">The look; it must not throw.</param>
/// <param name="interval">End of a look to start of the next. A look that took long is followed by ten times as long, so that it never costs more than a tenth of a core.</param>
/// <param name="wake">Tells the loop that there is something to take.</param>
internal sealed class BackgroundLook<T>(Func<T?> look, TimeSpan interval, Action wake) where T : class
{
    private readonly LatestValue<T> _seen = new();
    private readonly Lock _gate = new();
    private bool _looking;
    private Instant _next;

    /// <summary>What was seen since the last time this was asked; null when nothing.</summary>
    public T? Take() => _seen.Take();

    /// <summary>Begins a look when one is due.</summary>
    /// <returns>When to come back though nothing was seen.</returns>
    public Instant Turn(Instant now)
    {
        lock (_gate)
        {
            if (_looking) return Instant.Never; // it wakes
            if (now < _next) return _next;
            _looking = true;
        }
        _ = Task.Run(Look);
        return Instant.Never;
    }

    private void Look()
    {
        Instant began = Clock.Now;
        T? seen = look();
        Instant ended = Clock.Now;
        if (seen is not null) _seen.Publish(seen);
        lock (_gate)
        {
            TimeSpan pause = (ended - began) * 10;
            (_looking, _next) = (false, ended + (pause > interval ? pause : interval));
        }
        wake();
    }
}
