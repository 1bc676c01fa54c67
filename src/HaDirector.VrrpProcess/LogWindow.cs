using HaDirector.Model;

namespace HaDirector.VrrpProcess;

/// <summary>Lets one record of each kind through in a window of time. Never allocates after construction.</summary>
/// <param name="kinds">How many kinds there are.</param>
/// <param name="window">Length of the window.</param>
internal sealed class LogWindow(int kinds, TimeSpan window)
{
    private readonly Instant[] _next = new Instant[kinds];

    /// <summary>Whether a record of this kind may be written now.</summary>
    public bool Opens(int kind, Instant now)
    {
        if ((uint)kind >= (uint)_next.Length || now < _next[kind]) return false;
        _next[kind] = now + window;
        return true;
    }
}
