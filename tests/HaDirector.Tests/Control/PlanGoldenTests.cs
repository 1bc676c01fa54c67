using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using HaDirector.Control;
using HaDirector.Tests.Architecture;

namespace HaDirector.Tests.Control;

/// <summary>Plans, outcomes and the journal are read by other people's programs, and the journal by later versions of this one: their texts are written down.</summary>
public sealed class PlanGoldenTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static readonly PlanReport Plan = new()
    {
        At = At,
        Director = "lb01",
        File = "/root/new.yaml",
        Accepted = true,
        Findings = [new FindingReport("HAD1116", "warning", 7, 24, "the timeout is long", "write a shorter one")],
        BeforeHash = "9f86d081884c7d65",
        AfterHash = "60303ae22b998861",
        Counts = new ChangeCounts(1, 2, 3, 4),
        Changes = [new ChangeReport("router web", "priority 150 → 120", "role_change")],
        ChangesOmitted = 9,
        Kernel = new KernelPlanReport(true, "as if every server were up", 5, ["remove service tcp://192.0.2.80:80"]),
    };

    private static readonly JournalEntry Entry = new()
    {
        Number = 17,
        Began = At,
        Ended = At.AddMinutes(1),
        By = new JournalAuthor("socket", 1000, "anna", 4711, "ticket 12"),
        EndedBy = new JournalAuthor("socket", 0, "root", 4712, null),
        File = "/root/new.yaml",
        BeforeHash = "9f86d081884c7d65",
        AfterHash = "60303ae22b998861",
        Outcome = ApplyOutcome.RolledBack,
        Reason = "not confirmed within 1m",
        Counts = new ChangeCounts(1, 2, 3, 4),
        Changes = [new ChangeReport("router web", "priority 150 → 120", "role_change")],
        ChangesOmitted = 9,
    };

    [Fact]
    public void A_plan_and_an_outcome_are_written_as_before() => AssertGolden("apply.json", JsonSerializer.Serialize(
        new ApplyReport { At = At, Outcome = ApplyOutcome.Unconfirmed, Reason = "why", Number = 17, Epoch = 3, ConfirmSeconds = 60, Written = "/etc/x", Plan = Plan }, PlanJson.Apply));

    [Fact]
    public void A_line_of_the_journal_is_written_as_before() => AssertGolden("journal.jsonl", Encoding.UTF8.GetString(JournalText.Line(Entry)).TrimEnd());

    [Fact]
    public void The_last_line_of_a_number_counts_and_what_is_no_line_is_counted()
    {
        JournalEntry first = Entry with { Outcome = JournalEntry.Pending, Ended = null };
        byte[] file = [.. JournalText.Line(first), .. "{\"number\":18\n\nnull\n"u8, .. JournalText.Line(Entry), .. JournalText.Line(Entry with { Number = 3 }), .. JournalText.Line(Entry)[..40]];
        IReadOnlyList<JournalEntry> read = JournalText.Read(file, out int rejected);
        Assert.Equal(3, rejected);
        Assert.Equal([(3L, ApplyOutcome.RolledBack), (17L, ApplyOutcome.RolledBack)], read.Select(entry => (entry.Number, entry.Outcome)));
        Assert.Equal(Entry.By, read[1].By);
        Assert.Equal(Entry.Changes, read[1].Changes);
    }

    [Fact]
    public void Whatever_a_name_holds_a_line_stays_a_line() => Prop.ForAll<string?>(name =>
    {
        JournalEntry entry = Entry with { By = Entry.By with { Name = name }, Reason = name ?? "" };
        byte[] line = JournalText.Line(entry);
        Assert.Equal(line.Length - 1, line.AsSpan().IndexOf((byte)'\n'));
        Assert.Single(JournalText.Read(line, out int rejected));
        Assert.Equal(0, rejected);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_a_file_holds_it_is_read_or_counted() => Prop.ForAll<byte[]>(file => JournalText.Read(file, out _)).QuickCheckThrowOnFailure();

    // HADIRECTOR_REWRITE=1 writes the texts anew; commit the difference only if you meant it.
    private static void AssertGolden(string name, string actual)
    {
        string path = Path.Combine(Repository.Root, "tests", "HaDirector.Tests", "Control", "Golden", name);
        if (Environment.GetEnvironmentVariable("HADIRECTOR_REWRITE") == "1") File.WriteAllText(path, actual + "\n");
        Assert.Equal(File.ReadAllText(path), actual + "\n");
    }
}
