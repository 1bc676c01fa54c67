namespace HaDirector.Linux;

/// <summary>Standard output, and whether anybody reads it.</summary>
public static class StandardOutput
{
    private const int Descriptor = 1;

    /// <summary>Waits before more is shown, but not for a reader that is gone: Console hides that, and a verb that watches would never end.</summary>
    /// <param name="time">How long.</param>
    /// <returns>Whether there is still a reader.</returns>
    public static bool Pause(TimeSpan time)
    {
        Span<PollEntry> output = [new PollEntry { Descriptor = Descriptor }];
        return Poll.Wait(output, (long)time.TotalNanoseconds) == 0;
    }
}
