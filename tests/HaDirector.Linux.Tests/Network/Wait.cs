using System.Diagnostics;

namespace HaDirector.Linux.Tests.Network;

/// <summary>Waiting for conditions, with limits that only a fault reaches.</summary>
internal static class Wait
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static void Until(Func<bool> condition, Func<string> otherwise)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(start) > Limit) Assert.Fail(otherwise());
            Thread.Sleep(10);
        }
    }
}
