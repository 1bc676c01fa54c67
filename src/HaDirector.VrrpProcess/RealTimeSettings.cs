namespace HaDirector.VrrpProcess;

/// <summary>How the real-time loop behaves.</summary>
public sealed record RealTimeSettings
{
    /// <summary>Priority under SCHED_FIFO; 0 leaves the thread an ordinary one.</summary>
    public int Priority { get; init; } = 50;

    /// <summary>Whether the memory of the process is locked.</summary>
    public bool LockMemory { get; init; } = true;

    /// <summary>How often the kernel lifetime of the virtual addresses is renewed.</summary>
    public TimeSpan RenewEvery { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often the loop shows that it turns.</summary>
    public TimeSpan PulseEvery { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>At most one log record of a kind and router in this time.</summary>
    public TimeSpan LogWindow { get; init; } = TimeSpan.FromSeconds(60);
}
