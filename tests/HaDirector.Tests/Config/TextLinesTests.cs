using HaDirector.Config;
using HaDirector.Config.Yaml;

namespace HaDirector.Tests.Config;

public class TextLinesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData("a\n", "a")]
    [InlineData("a\r\nb\rc\n\nd", "a|b|c||d")]
    public void A_line_ends_with_any_of_the_three_ends(string text, string lines)
    {
        TextLines read = new(text);
        Assert.Equal(lines, string.Join('|', Enumerable.Range(1, read.Count).Select(n => read[n].ToString())));
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(1, 3, 1, 3)]
    [InlineData(1, 9, 1, 3)]
    [InlineData(0, 0, 1, 1)]
    [InlineData(2, 5, 2, 4)]
    [InlineData(9, 1, 2, 4)]
    public void A_position_outside_the_text_is_drawn_into_it(int line, int column, int toLine, int toColumn) =>
        Assert.Equal(new Position("f", toLine, toColumn), new TextLines("ab\ncde\n").Clamp(new Position("f", line, column)));
}
