using System.Text;
using FsCheck;
using FsCheck.Fluent;
using HaDirector.Health;
using HaDirector.Model;

namespace HaDirector.Tests.Health;

public class CheckBoardSavingTests
{
    private static readonly Instant Start = new(50_000_000_000);
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly ProbeResult Pass = new(true, TimeSpan.FromMilliseconds(1), "connected");
    private static readonly ProbeResult Fail = new(false, TimeSpan.FromMilliseconds(1), "connection refused") { Outcome = ProbeOutcome.Refused };

    private static readonly CheckSpec[] Specs = [.. Enumerable.Range(0, 3).Select(i => CheckBoardTests.Check(i, rise: 2, fall: 3))];

    private static void Run(CheckBoard board, Instant from, int seconds, Func<CheckSpec, ProbeResult> answer)
    {
        List<CheckTicket> due = [];
        for (int ms = 0; ms < seconds * 1000; ms += 10)
        {
            Instant now = from + TimeSpan.FromMilliseconds(ms);
            board.TakeDue(now, due);
            foreach (CheckTicket ticket in due) board.Record(ticket, answer(ticket.Spec), now);
            due.Clear();
        }
    }

    /// <summary>The first server up, the second down since three seconds, the third never checked; saved after ten seconds.</summary>
    private static SavedBoard Saved()
    {
        CheckBoard board = new(Specs[..2], Start, 10);
        Run(board, Start, 8, spec => spec == Specs[0] ? Pass with { Advice = new ServerAdvice(50, ServerMode.Drain, 9) } : Pass);
        Run(board, Start + TimeSpan.FromSeconds(8), 2, spec => spec == Specs[0] ? Pass : Fail);
        Run(board, Start + TimeSpan.FromSeconds(10), 1, spec => spec == Specs[0] ? Pass : Fail);
        board.Reload(Specs, Start + TimeSpan.FromSeconds(11));
        return new SavedBoard(Noon, board.Save(Start + TimeSpan.FromSeconds(11)));
    }

    private static byte[] Text(SavedBoard saved)
    {
        using MemoryStream file = new();
        saved.Write(file);
        return file.ToArray();
    }

    [Fact]
    public void Verdicts_histories_and_counters_come_through_a_restart_and_a_file()
    {
        SavedBoard saved = SavedBoard.Read(Text(Saved()), out string reason)!;
        Assert.Equal("", reason);
        Assert.Equal(Noon, saved.At);
        Assert.Equal(TimeSpan.FromSeconds(30), saved.AgeAt(Noon + TimeSpan.FromSeconds(30)));

        // Another boot: the monotonic clock began anew.
        Instant now = new(4_000_000_000);
        CheckBoard board = new(Specs.Reverse(), now, 10);
        Assert.Equal(2, board.Restore(saved.Checks, TimeSpan.FromSeconds(30), now));
        Assert.Equal([Verdict.Up, Verdict.Down, Verdict.Unknown], Specs.Select(board.VerdictOf));
        Assert.Equal(3, board.Awaited);
        CheckState up = board.StateOf(Specs[0])!, down = board.StateOf(Specs[1])!;
        Assert.True(up.IsRestored && down.IsRestored);
        Assert.Equal((11L, 0L, 11), (up.Tries, up.Failures, up.Streak));
        Assert.Equal((11L, 3L, -3), (down.Tries, down.Failures, down.Streak));
        Assert.Equal(new ServerAdvice(50, ServerMode.Drain, 9), up.Advice);
        Assert.Equal([Verdict.Up, Verdict.Down], down.History.Select(was => was.To));
        Assert.Equal("connection refused", down.History[1].Detail);
        Assert.Equal(41, (now - up.VerdictSince).TotalSeconds, 0.01);
        Assert.Equal(30.4, (now - down.VerdictSince).TotalSeconds, 0.1);
        Assert.Equal(down.VerdictSince, down.History[1].At);
        Assert.Equal(Instant.Never, up.LastAt);
    }

    [Fact]
    public void A_restored_server_stays_as_it_was_until_results_say_otherwise_by_rise_and_fall()
    {
        CheckBoard board = new(Specs, Start, 10);
        board.Restore(Saved().Checks, TimeSpan.Zero, Start);
        List<CheckTicket> due = [];
        List<(CheckSpec, Verdict)> changes = [];
        for (int round = 1; round <= 3; round++)
        {
            board.TakeDue(Start + TimeSpan.FromSeconds(round), due);
            foreach (CheckTicket ticket in due)
                if (board.Record(ticket, ticket.Spec == Specs[1] ? Pass : Fail, Start + TimeSpan.FromSeconds(round)) is { } change) changes.Add((change.Check, change.To));
            due.Clear();
            Assert.Equal(0, board.Awaited);
        }
        Assert.Equal([(Specs[2], Verdict.Down), (Specs[1], Verdict.Up), (Specs[0], Verdict.Down)], changes);
    }

    [Fact]
    public void What_is_too_old_is_unknown_and_another_restart_does_not_make_it_young()
    {
        CheckBoard board = new(Specs, Start, 10);
        Assert.Equal(0, board.Restore(Saved().Checks, CheckBoard.RestoredAgeMax, Start));
        Assert.Equal(0, board.Restore(Saved().Checks, -TimeSpan.FromSeconds(1), Start));
        IEnumerable<SavedCheck> old = Saved().Checks.Select(check => check with { ResultAge = TimeSpan.FromMinutes(2) });
        Assert.Equal(2, board.Restore(old, TimeSpan.FromMinutes(6), Start));

        IReadOnlyList<SavedCheck> again = board.Save(Start + TimeSpan.FromMinutes(1));
        Assert.All(again, check => Assert.Equal(9, check.ResultAge.TotalMinutes));
        Assert.Equal(0, new CheckBoard(Specs, Start, 10).Restore(again, TimeSpan.FromMinutes(6), Start));
    }

    [Fact]
    public void A_check_that_knows_better_is_left_alone()
    {
        CheckBoard board = new(Specs, Start, 10);
        Run(board, Start, 1, _ => Fail);
        Assert.Equal(0, board.Restore(Saved().Checks, TimeSpan.Zero, Start + TimeSpan.FromSeconds(1)));
        Assert.All(Specs, spec => Assert.Equal(Verdict.Down, board.VerdictOf(spec)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"at":"noon","checks":[]}""")]
    [InlineData("""{"at":"2026-01-31T12:00:00Z"}""")]
    [InlineData("""{"at":"2026-01-31T12:00:00Z","checks":{}}""")]
    [InlineData("""{"at":"2026-01-31T12:00:00Z","checks":[1]}""")]
    [InlineData("""{"at":"2026-01-31T12:00:00Z","checks":[{}]}""")]
    [InlineData("""{"at":"2026-01-31T12:00:00Z","checks":[{"check":7}]}""")]
    [InlineData("""{"at":"2026-01-31T12:00:00Z","checks":[{"check":"a","tries":-1}]}""")]
    [InlineData("""{"at":"2026-01-31T12:00:00Z","checks":[]}{""")]
    public void A_damaged_file_is_no_state_and_has_a_reason(string text)
    {
        Assert.Null(SavedBoard.Read(Encoding.UTF8.GetBytes(text), out string reason));
        Assert.NotEqual("", reason);
    }

    [Fact]
    public void No_bytes_make_the_reader_or_the_board_throw() =>
        Prop.ForAll<int>(seed =>
        {
            Random random = new(seed);
            byte[] text = Text(Saved());
            for (int i = random.Next(1, 8); i > 0; i--)
            {
                if (random.Next(3) == 0) text = text[..random.Next(text.Length + 1)];
                else if (text.Length > 0) text[random.Next(text.Length)] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)"0123456789-e.{}[]\","[random.Next(19)];
            }
            if (SavedBoard.Read(text, out string reason) is not { } saved)
            {
                Assert.NotEqual("", reason);
                return;
            }
            CheckBoard board = new(Specs, Start, 10);
            if (saved.AgeAt(Noon) is { } age) board.Restore(saved.Checks, age, Start);
            Run(board, Start, 5, _ => random.Next(2) == 0 ? Pass : Fail);
            Text(new SavedBoard(Noon, board.Save(Start + TimeSpan.FromSeconds(5))));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_words_of_a_server_can_be_saved()
    {
        string detail = new string('x', SavedBoard.DetailMax - 1) + "\U0001F600 \uD800 \0 \u202E";
        SavedCheck check = new("a", Verdict.Up, default, default) { History = [new(Verdict.Unknown, Verdict.Up, detail, default), new(Verdict.Up, Verdict.Down, "\uDC00\"\\", default)] };
        SavedCheck read = Assert.Single(SavedBoard.Read(Text(new SavedBoard(Noon, [check])), out _)!.Checks);
        Assert.StartsWith("xxx", read.History[0].Detail, StringComparison.Ordinal);
        Assert.Equal("\uFFFD\"\\", read.History[1].Detail);
    }

    [Fact]
    public void Keys_that_are_not_known_are_passed_over()
    {
        string text = """{"more":[{"a":1}],"at":"2026-01-31T12:00:00Z","checks":[{"check":"a","new":{"b":[]},"verdict":"up","verdict_age":5,"result_age":5}]}""";
        SavedCheck check = Assert.Single(SavedBoard.Read(Encoding.UTF8.GetBytes(text), out _)!.Checks);
        Assert.Equal(("a", Verdict.Up, 5), (check.Identity, check.Verdict, check.VerdictAge.TotalMilliseconds));
    }

    [Fact]
    public void A_file_of_the_future_has_no_age()
    {
        SavedBoard saved = new(Noon, []);
        Assert.Equal(TimeSpan.Zero, saved.AgeAt(Noon - TimeSpan.FromSeconds(20)));
        Assert.Null(saved.AgeAt(Noon - TimeSpan.FromHours(1)));
    }
}
