using System.Diagnostics;

namespace HaDirector.Linux.Tests.Network;

/// <summary>Waiting for conditions, with a limit far above what they should take: a slow machine is no failure.</summary>
internal static class Wait
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static void Until(Func<bool> condition, Func<string> otherwise)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(start) > Limit) Assert.Fail(otherwise());
            Thread.Sleep(20);
        }
    }

    public static void Until(Func<bool> condition, string what, Func<string>? evidence = null) =>
        Until(condition, () => $"waited in vain for {what}\n{evidence?.Invoke()}");
}
