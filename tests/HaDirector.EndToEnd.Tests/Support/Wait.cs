using System.Diagnostics;

namespace HaDirector.EndToEnd.Tests.Support;

/// <summary>Waits for a condition with a limit far above what it should take: a slow machine is no failure.</summary>
internal static class Wait
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static void Until(Func<bool> condition, string what, Func<string>? evidence = null)
    {
        long begun = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(begun) > Limit) Assert.Fail($"waited in vain for {what}\n{evidence?.Invoke()}");
            Thread.Sleep(20);
        }
    }
}
