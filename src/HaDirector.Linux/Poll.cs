using HaDirector.Linux.Interop;

namespace HaDirector.Linux;

/// <summary>Waiting for descriptors (ppoll). Allocates nothing.</summary>
public static class Poll
{
    /// <summary>Waits until one of <paramref name="entries"/> has something or the time is over.</summary>
    /// <param name="entries">What to wait for.</param>
    /// <param name="nanoseconds">Longest wait; 0 only looks, negative waits for ever.</param>
    /// <returns>How many entries have something; 0 also when a signal ended the wait.</returns>
    public static unsafe int Wait(Span<PollEntry> entries, long nanoseconds)
    {
        Libc.TimeSpec timeout = new() { Seconds = nanoseconds / 1_000_000_000, Nanoseconds = nanoseconds % 1_000_000_000 };
        fixed (PollEntry* first = entries)
        {
            int ready = Libc.PPoll(first, (nuint)entries.Length, nanoseconds < 0 ? null : &timeout, null);
            if (ready > 0) return ready;
            // After an error the kernel has not written the results: old ones must not be taken for new.
            for (int i = 0; i < entries.Length; i++) entries[i].Happened = 0;
            return 0;
        }
    }
}
