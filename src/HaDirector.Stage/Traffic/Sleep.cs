using HaDirector.Linux;
using HaDirector.Model;

namespace HaDirector.Stage;

/// <summary>Waiting on the absolute schedule of the traffic.</summary>
internal static class Sleep
{
    /// <summary>Sleeps until an instant.</summary>
    public static void Until(Instant at)
    {
        for (long left = at.Nanoseconds - Clock.Now.Nanoseconds; left > 0; left = at.Nanoseconds - Clock.Now.Nanoseconds) Poll.Wait([], left);
    }
}
