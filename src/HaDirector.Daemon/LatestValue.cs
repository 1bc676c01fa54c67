namespace HaDirector.Daemon;

/// <summary>A mailbox for state, not for events: only the newest value matters, so a slow reader can lag but never lose the truth.</summary>
internal sealed class LatestValue<T> where T : class
{
    private T? _value;

    /// <summary>Puts a value in the place of what was not taken yet.</summary>
    public void Publish(T value) => Interlocked.Exchange(ref _value, value);

    /// <summary>Takes the newest value; null when none came since the last time.</summary>
    public T? Take() => Interlocked.Exchange(ref _value, null);
}
