using HaDirector.Drills;

namespace HaDirector.Tests.Drills;

public class FaultTextTests
{
    [Fact]
    public void Every_name_parses_to_its_fault()
    {
        foreach (Fault fault in Enum.GetValues<Fault>())
        {
            Assert.True(FaultText.TryParseList(FaultText.Name(fault), out IReadOnlyList<Fault> parsed, out _));
            Assert.Equal([fault], parsed);
        }
        Assert.Equal(Enum.GetValues<Fault>().Length, FaultText.All.Select(FaultText.Name).Distinct().Count());
    }

    [Fact]
    public void A_list_keeps_its_order_and_all_means_all()
    {
        Assert.True(FaultText.TryParseList("cut, graceful", out IReadOnlyList<Fault> parsed, out _));
        Assert.Equal([Fault.Cut, Fault.Graceful], parsed);
        Assert.True(FaultText.TryParseList("all", out parsed, out _));
        Assert.Equal(Enum.GetValues<Fault>(), parsed);
    }

    [Theory]
    [InlineData("cut,fire", "fire")]
    [InlineData("", "")]
    [InlineData("Cut", "Cut")]
    public void An_unknown_word_is_named(string text, string word)
    {
        Assert.False(FaultText.TryParseList(text, out _, out string? unknown));
        Assert.Equal(word, unknown);
    }

    [Fact]
    public void The_script_plays_round_by_round()
    {
        var script = new DrillScript([Fault.Cut, Fault.Kill], 2);
        Assert.Equal([new(Fault.Cut, 1), new(Fault.Kill, 1), new(Fault.Cut, 2), new(Fault.Kill, 2)], script.Acts());
    }
}
