using HaDirector.Engine;
using HaDirector.Tests.Architecture;

namespace HaDirector.Tests.Engine;

public sealed class ConditionBoardTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_condition_that_goes_on_keeps_its_first_time_and_gets_the_newest_words()
    {
        ConditionBoard board = new();
        Assert.True(board.Raise(ConditionCatalogue.Make(ConditionCatalogue.IpvsDrift, "", "one", Noon)));
        Assert.False(board.Raise(ConditionCatalogue.Make(ConditionCatalogue.IpvsDrift, "", "two", Noon.AddMinutes(1))));
        Condition standing = Assert.Single(board.Now);
        Assert.Equal(("two", Noon), (standing.Message, standing.Since));
    }

    [Fact]
    public void Name_and_subject_make_it_one()
    {
        ConditionBoard board = new();
        board.Raise(ConditionCatalogue.Make(ConditionCatalogue.ServiceEmpty, "b", "", Noon.AddSeconds(1)));
        board.Raise(ConditionCatalogue.Make(ConditionCatalogue.ServiceEmpty, "a", "", Noon.AddSeconds(2)));
        Assert.Equal(["b", "a"], board.Now.Select(c => c.Subject)); // oldest first
        Assert.False(board.Clear(ConditionCatalogue.ServiceEmpty));
        Assert.True(board.Clear(ConditionCatalogue.ServiceEmpty, "b"));
        Assert.Equal("a", Assert.Single(board.Now).Subject);
    }

    [Fact]
    public void The_board_is_bounded()
    {
        ConditionBoard board = new();
        for (int i = 0; i < ConditionBoard.Most + 3; i++) board.Raise(ConditionCatalogue.Make(ConditionCatalogue.ServiceEmpty, $"{i}", "", Noon));
        Assert.Equal(ConditionBoard.Most, board.Now.Count);
        Assert.Equal(3, board.LeftOut);
    }

    [Fact]
    public void Every_condition_has_advice_and_a_chapter_in_the_manual()
    {
        string[] chapters = [.. Repository.Read("docs", "conditions.md").Split('\n').Where(l => l.StartsWith("## ", StringComparison.Ordinal)).Select(l => l[3..].Trim())];
        Assert.Equal(ConditionCatalogue.Names, chapters);
        Assert.All(ConditionCatalogue.Names, name => Assert.NotEqual("", ConditionCatalogue.Advice(name)));
        Assert.Equal("", ConditionCatalogue.Advice("no-such-condition"));
    }
}
