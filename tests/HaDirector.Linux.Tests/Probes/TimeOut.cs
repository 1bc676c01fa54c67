using HaDirector.Health;
using HaDirector.Model;

namespace HaDirector.Linux.Tests.Probes;

/// <summary>Waits for a try to time out in the way the test expects.</summary>
internal static class TimeOut
{
    /// <summary>
    /// Tries with longer and longer time-outs, since a slow host may not get as far as expected in a short one, or look late; fails when
    /// none ends with the words, with {0} for the time-out.
    /// </summary>
    public static async Task Expect(string words, Func<int, Task<ProbeResult>> probe, ProbeOutcome outcome = ProbeOutcome.TimedOut)
    {
        ProbeResult result = default;
        foreach (int timeoutMs in new[] { 300, 1_000, 3_000, 10_000 })
        {
            result = await probe(timeoutMs);
            string wanted = words.Replace("{0}", DurationText.Format(TimeSpan.FromMilliseconds(timeoutMs)), StringComparison.Ordinal);
            if ((result.Passed, result.Detail, result.Outcome, result.Fault) == (false, wanted, outcome, Fault.Server)) return;
        }
        Assert.Fail($"{result.Outcome}: {result.Detail}, wanted: {words}");
    }
}
