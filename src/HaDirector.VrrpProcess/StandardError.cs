using HaDirector.Link;

namespace HaDirector.VrrpProcess;

/// <summary>The log of the VRRP process itself: lines on standard error with a priority that the journal understands (sd-daemon(3)).</summary>
internal static class StandardError
{
    public static void Say(Loudness loudness, string text)
    {
        try
        {
            Console.Error.WriteLine($"<{(int)loudness}>{text}");
        }
        catch (IOException)
        {
            // A log that nobody takes must not end the process.
        }
    }
}
