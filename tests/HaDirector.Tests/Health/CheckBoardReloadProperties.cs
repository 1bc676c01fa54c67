using FsCheck;
using FsCheck.Fluent;
using HaDirector.Health;
using HaDirector.Model;

namespace HaDirector.Tests.Health;

/// <summary>Random rows of reloads, results, hints, stops of the director and faults, beside the definition written the slow way.</summary>
public class CheckBoardReloadProperties
{
    private const int ConcurrencyMax = 5;
    private const int Targets = 8;
    private static readonly TimeSpan SlackMax = TimeSpan.FromMilliseconds(5);

    [Fact]
    public void No_try_is_lost_or_doubled_and_verdicts_follow_the_results() =>
        Prop.ForAll<int>(seed => new Run(new Random(seed)).Go()).QuickCheckThrowOnFailure();

    [Fact]
    public void Ten_thousand_reloads_elsewhere_change_nothing()
    {
        CheckSpec up = CheckBoardTests.Check(1), down = CheckBoardTests.Check(2);
        (Instant, Verdict, long)[] Play(int reloadsPerTry)
        {
            Instant start = new(1_000_000_000);
            CheckBoard board = new([up, down, CheckBoardTests.Check(100)], start, 10);
            List<CheckTicket> due = [];
            List<(Instant, Verdict, long)> seen = [];
            int reload = 0;
            for (int ms = 0; ms < 100_000; ms += 20)
            {
                Instant now = start + TimeSpan.FromMilliseconds(ms);
                board.TakeDue(now, due);
                for (int i = 0; i < reloadsPerTry; i++) board.Reload([CheckBoardTests.Check(100 + (++reload % 7)), up, down], now);
                foreach (CheckTicket ticket in due)
                {
                    bool passes = ticket.Spec != down;
                    VerdictChange? change = board.Record(ticket, new ProbeResult(passes, default, ""), now);
                    if (ticket.Spec != up && ticket.Spec != down) continue;
                    Assert.Equal(ms < 1000, change is not null);
                    seen.Add((now, board.VerdictOf(ticket.Spec), board.StateOf(ticket.Spec)!.Tries));
                }
                due.Clear();
            }
            return [.. seen];
        }
        Assert.Equal(Play(0), Play(2)); // 5,000 turns with two reloads each
    }

    /// <summary>What one identity has lived through; results in the words of the issue: '+' and '-' counted, 'c' began a confirmation.</summary>
    private sealed class Life
    {
        public required CheckSpec Spec { get; set; }

        public Verdict Verdict { get; set; }

        public int PassesInARow { get; set; }

        public int FailuresInARow { get; set; }

        public int LateInARow { get; set; }

        public bool Confirming { get; set; }

        public int Tries { get; set; }

        public CheckTicket? Running { get; set; }

        public void Count(bool passed, bool empties)
        {
            (PassesInARow, FailuresInARow) = passed ? (PassesInARow + 1, 0) : (0, FailuresInARow + 1);
            LateInARow = 0;
            bool falls = !passed && Verdict != Verdict.Down && (Verdict == Verdict.Unknown || FailuresInARow >= Spec.Fall);
            bool wait = falls && empties && !Confirming;
            Confirming = wait;
            if (wait) return;
            if (falls) Verdict = Verdict.Down;
            else if (passed && (Verdict == Verdict.Unknown || PassesInARow >= Spec.Rise)) Verdict = Verdict.Up;
        }
    }

    private sealed class Run(Random random)
    {
        private readonly Dictionary<CheckIdentity, Life> _lives = [];
        private readonly List<CheckTicket> _orphans = []; // of checks that were removed while they ran
        private readonly List<CheckTicket> _taken = [];
        private Instant _now = new(random.NextInt64(1, 1_000_000_000_000));

        public void Go()
        {
            CheckBoard board = new([], _now, ConcurrencyMax);
            Reload(board);
            for (int step = 0; step < 250; step++)
            {
                _now += TimeSpan.FromMilliseconds(random.Next(15) == 0 ? random.Next(5000) : random.Next(60)); // now and then it stands still
                Take(board);
                while (random.Next(3) > 0 && Outstanding.ToArray() is { Length: > 0 } running) Record(board, running[random.Next(running.Length)]);
                if (random.Next(8) == 0) Reload(board);
                if (random.Next(8) == 0 && _lives.Count > 0) board.Hasten(_lives.Keys.ElementAt(random.Next(_lives.Count)), _now);
                Check(board);
            }
            FinallyAllAreTried(board);
        }

        private IEnumerable<CheckTicket> Outstanding => _lives.Values.Where(life => life.Running is not null).Select(life => life.Running!.Value).Concat(_orphans);

        private void Reload(CheckBoard board)
        {
            Dictionary<CheckIdentity, CheckSpec> next = [];
            for (int i = 0; i < Targets; i++)
            {
                CheckSpec random1 = RandomSpec(i);
                CheckSpec spec = random.Next(3) > 0 && _lives.TryGetValue(random1.Identity, out Life? had) ? had.Spec : random1;
                if (random.Next(6) > 0) next[spec.Identity] = spec;
            }
            board.Reload(next.Values.Concat(next.Values).OrderBy(_ => random.Next()), _now);
            foreach ((CheckIdentity gone, Life life) in _lives.Where(pair => !next.ContainsKey(pair.Key)).ToArray())
            {
                if (life.Running is { } ticket) _orphans.Add(ticket);
                _lives.Remove(gone);
            }
            foreach (CheckSpec spec in next.Values)
            {
                if (_lives.TryGetValue(spec.Identity, out Life? life)) life.Spec = spec;
                else _lives.Add(spec.Identity, new Life { Spec = spec });
            }
        }

        private CheckSpec RandomSpec(int target)
        {
            TimeSpan? Perhaps(int maxMs) => random.Next(2) == 0 ? null : TimeSpan.FromMilliseconds(random.Next(1, maxMs));
            return CheckBoardTests.Check(target, random.Next(1, 60) * 10, random.Next(1, 4), random.Next(1, 4)) with
            {
                FastInterval = Perhaps(200),
                SlowInterval = Perhaps(2000),
                JitterPercent = random.Next(2) == 0 ? 0 : random.Next(51),
            };
        }

        private void Take(CheckBoard board)
        {
            _taken.Clear();
            board.TakeDue(_now, _taken, SlackMax * random.NextDouble());
            foreach (CheckTicket ticket in _taken)
            {
                Life life = _lives[ticket.Spec.Identity];
                Assert.Null(life.Running);
                Assert.Equal(life.Spec, ticket.Spec);
                (life.Running, life.Tries) = (ticket, life.Tries + 1);
            }
            Assert.InRange(Outstanding.Count(), 0, ConcurrencyMax);
            if (Outstanding.Count() < ConcurrencyMax) Assert.True(board.NextDeadline > _now, "whatever was due was taken");
        }

        private void Record(CheckBoard board, CheckTicket ticket)
        {
            Fault fault = random.Next(6) switch { 0 => Fault.Late, 1 => Fault.Local, _ => Fault.Server };
            bool passed = random.Next(2) == 0, empties = random.Next(2) == 0;
            ProbeResult result = new(passed, TimeSpan.FromMilliseconds(1), "") { Fault = fault, Outcome = passed ? ProbeOutcome.Passed : ProbeOutcome.Refused };
            bool orphan = _orphans.RemoveAll(other => other.Equals(ticket)) > 0;
            Life? life = orphan ? null : _lives[ticket.Spec.Identity];
            Verdict before = life?.Verdict ?? Verdict.Unknown;
            if (life is not null)
            {
                life.Running = null;
                if (!passed && fault == Fault.Late && life.LateInARow < CheckBoard.LateInARowMax) life.LateInARow++;
                else if (passed || fault != Fault.Local) life.Count(passed, empties);
            }
            VerdictChange? change = board.Record(ticket, result, _now, _ => empties);
            Assert.Null(board.Record(ticket, result, _now, _ => empties)); // handed back twice
            Assert.Equal(life is not null && life.Verdict != before, change is not null);
        }

        private void Check(CheckBoard board)
        {
            Assert.Equal(Outstanding.Count(), board.Running);
            Assert.Equal(_lives.Count, board.Count);
            Instant first = Instant.Never;
            foreach (CheckState state in board.States())
            {
                Life life = _lives[state.Check.Identity];
                Assert.Equal(life.Spec, state.Check);
                Assert.Equal((life.Verdict, life.Tries, life.Confirming), (state.Verdict, (int)state.Tries, state.IsConfirming));
                Assert.Equal(life.FailuresInARow > 0 ? -life.FailuresInARow : life.PassesInARow, state.Streak);
                Assert.Equal(life.Running is not null, state.NextDue == Instant.Never);
                if (life.Running is not null) continue;
                TimeSpan longest = new[] { life.Spec.Interval, life.Spec.FastInterval ?? default, life.Spec.SlowInterval ?? default }.Max();
                Assert.True(state.NextDue <= _now + longest + SlackMax, "no try is later than its interval allows");
                if (state.NextDue < first) first = state.NextDue;
            }
            if (board.Running < ConcurrencyMax) Assert.Equal(first, board.NextDeadline);
        }

        private void FinallyAllAreTried(CheckBoard board)
        {
            Dictionary<CheckIdentity, int> before = _lives.ToDictionary(pair => pair.Key, pair => pair.Value.Tries);
            for (int ms = 0; ms < 3000; ms += 10)
            {
                _now += TimeSpan.FromMilliseconds(10);
                foreach (CheckTicket ticket in Outstanding.ToArray()) Record(board, ticket);
                Take(board);
            }
            Assert.All(_lives, pair => Assert.True(pair.Value.Tries > before[pair.Key]));
        }
    }
}
