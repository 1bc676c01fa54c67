using FsCheck;
using FsCheck.Fluent;
using HaDirector.Health;
using HaDirector.Model;

namespace HaDirector.Tests.Health;

/// <summary>Random sequences of time, results and reloads against a plain model of what a verdict is.</summary>
public class CheckBoardProperties
{
    private const int ConcurrencyMax = 4;

    [Fact]
    public void Verdicts_follow_the_results_and_no_bound_or_phase_is_broken() =>
        Prop.ForAll<int>(seed => Run(new Random(seed))).QuickCheckThrowOnFailure();

    private static void Run(Random random)
    {
        Instant now = new(random.NextInt64(1, 1_000_000_000_000));
        CheckSpec[] specs = Enumerable.Range(0, random.Next(1, 12))
            .Select(i => CheckBoardTests.Check(i, random.Next(1, 50) * 10, random.Next(1, 4), random.Next(1, 4))).ToArray();
        CheckBoard board = new(specs, now, ConcurrencyMax);
        Dictionary<CheckSpec, List<bool>> results = specs.ToDictionary(spec => spec, _ => new List<bool>());
        Dictionary<CheckSpec, Instant> lastTaken = [];
        List<CheckTicket> running = [];

        for (int step = 0; step < 300; step++)
        {
            now += TimeSpan.FromMilliseconds(random.Next(0, 60));
            int before = running.Count;
            board.TakeDue(now, running);
            Assert.InRange(running.Count, 0, ConcurrencyMax);
            Assert.Equal(running.Count, running.Select(ticket => ticket.Spec).Distinct().Count());
            Assert.Equal(board.Running, running.Count);
            foreach (CheckTicket ticket in running.Skip(before)) lastTaken[ticket.Spec] = now;
            if (running.Count < ConcurrencyMax) Assert.True(board.NextDeadline > now, "whatever was due was taken");

            while (running.Count > 0 && random.Next(3) > 0)
            {
                CheckTicket ticket = running[random.Next(running.Count)];
                running.Remove(ticket);
                bool passed = random.Next(2) == 0;
                results[ticket.Spec].Add(passed);
                Verdict old = board.VerdictOf(ticket.Spec);
                VerdictChange? change = board.Record(ticket, new ProbeResult(passed, default, ""), now);
                Verdict expected = Model(results[ticket.Spec], ticket.Spec);
                Assert.Equal(expected, board.VerdictOf(ticket.Spec));
                Assert.Equal(old != expected, change is not null);
            }
            if (random.Next(20) == 0) board.Reload(specs.OrderBy(_ => random.Next()), now);
        }
        foreach (CheckSpec spec in specs) Assert.Equal(results[spec].Count(passed => !passed), board.StateOf(spec)!.Failures);
    }

    /// <summary>The definition, written the slow way.</summary>
    private static Verdict Model(List<bool> results, CheckSpec spec)
    {
        Verdict verdict = Verdict.Unknown;
        for (int end = 1; end <= results.Count; end++)
        {
            int row = results.Take(end).Reverse().TakeWhile(passed => passed == results[end - 1]).Count();
            if (verdict == Verdict.Unknown) verdict = results[end - 1] ? Verdict.Up : Verdict.Down;
            else if (results[end - 1] && row >= spec.Rise) verdict = Verdict.Up;
            else if (!results[end - 1] && row >= spec.Fall) verdict = Verdict.Down;
        }
        return verdict;
    }
}
