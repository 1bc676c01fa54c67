namespace HaDirector.Tests.Architecture;

/// <summary>Keeps docs/standards/vrrp.md complete and true.</summary>
public class StandardsLedgerTests
{
    // How many sentences there are of each kind; the numbers run from 01 without a gap.
    private static readonly (string Kind, int Count)[] Kinds =
        [("TX", 23), ("RX", 24), ("SM", 23), ("DB", 6), ("DA", 22), ("CM", 7), ("IM", 7), ("SE", 5)];

    private const int DeviationsMax = 8;

    private readonly StandardsLedger _ledger = StandardsLedger.Load();
    private readonly NamedTests _tests = new();

    [Fact]
    public void Every_sentence_is_there_once()
    {
        IEnumerable<string> all = Kinds.SelectMany(k => Enumerable.Range(1, k.Count).Select(n => $"{k.Kind}-{n:D2}"));
        Assert.Equal(all.Order(), _ledger.Rows.Select(r => r.Id).Order());
    }

    [Fact]
    public void Every_sentence_that_applies_names_a_test()
    {
        Assert.All(_ledger.Rows, r => Assert.True(r.Positive != "—" || r.Standing is "not applicable" or "not offered", r.Id));
        // What may be left out by one who is no gateway and offers no mixture of versions; nothing else.
        Assert.All(_ledger.Rows.Where(r => r.Standing == "not offered"), r => Assert.StartsWith("IM-", r.Id, StringComparison.Ordinal));
        Assert.Equal(["CM-06", "CM-07", "DA-06", "DA-16", "DA-20", "DB-03"], _ledger.Rows.Where(r => r.Standing == "not applicable").Select(r => r.Id).Order());
    }

    [Fact]
    public void Every_test_that_is_named_exists() =>
        Assert.Empty(_ledger.Rows.SelectMany(r => r.Tests.Where(t => !_tests.Has(t)).Select(t => $"{r.Id}: {t}")));

    [Fact]
    public void Every_must_is_tested_both_ways_where_its_sentence_allows_that() => Assert.Equal(
        ["TX-06", "TX-12"],
        _ledger.Rows.Where(r => r.Level.StartsWith('M') && r.Negative == "—" && r.Standing is not ("not applicable" or "not offered")).Select(r => r.Id).Order());

    [Fact]
    public void Deviations_are_few_argued_and_none_in_the_strict_profile()
    {
        Assert.InRange(_ledger.Deviations.Count, 1, DeviationsMax);
        Assert.All(_ledger.Deviations, d => Assert.All(d, cell => Assert.NotEmpty(cell)));
        Assert.All(_ledger.Deviations, d => Assert.All(d[5].Split(", "), test => Assert.True(_tests.Has(test), test)));
        Assert.All(_ledger.Rows, r => Assert.True(
            r.Standing is "kept" or "not applicable" or "not offered" || _ledger.Deviations.Any(d => d[0] == r.Standing && d[1].Split(", ").Contains(r.Id)), r.Id));
        foreach (string[] deviation in _ledger.Deviations)
            Assert.All(deviation[1].Split(", "), id => Assert.Equal(deviation[0], _ledger.Rows.Single(r => r.Id == id).Standing));
    }

    [Fact]
    public void Every_defect_of_keepalived_has_its_test()
    {
        Assert.InRange(_ledger.Defects.Count, 17, 100);
        Assert.All(_ledger.Defects.Select(d => d[2]), test => Assert.True(_tests.Has(test), test));
    }

    [Fact]
    public void The_reader_knows_a_test_that_is_not_there()
    {
        Assert.True(_tests.Has($"{nameof(StandardsLedgerTests)}.{nameof(The_reader_knows_a_test_that_is_not_there)}"));
        Assert.False(_tests.Has($"{nameof(StandardsLedgerTests)}.Another"));
        Assert.False(_tests.Has("Linux ElectionTests.Another"));
        Assert.False(_tests.Has("Linux TX_01"));
        Assert.False(_tests.Has($"{nameof(NamedTests)}.Has"));
    }
}
