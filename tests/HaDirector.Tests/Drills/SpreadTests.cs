using FsCheck;
using FsCheck.Fluent;
using HaDirector.Drills;

namespace HaDirector.Tests.Drills;

public class SpreadTests
{
    [Theory]
    [InlineData(new double[] { 5 }, 5, 5, 5)]
    [InlineData(new double[] { 9, 1, 4 }, 4, 1, 9)]
    [InlineData(new double[] { 9, 1, 4, 6 }, 5, 1, 9)]
    public void Median_and_extremes(double[] values, double median, double min, double max) =>
        Assert.Equal(new Spread(median, min, max, values.Length), Spread.Of(values));

    [Fact]
    public void Of_nothing_there_is_none() => Assert.Null(Spread.Of(Array.Empty<double>()));

    [Fact]
    public void As_many_values_lie_below_the_median_as_above() => Prop.ForAll<int[]>(numbers =>
    {
        double[] values = [.. numbers.Select(n => (double)n)];
        if (values.Length == 0) return;
        Spread spread = Spread.Of(values)!.Value;
        Assert.True(values.Count(v => v < spread.Median) <= values.Length / 2);
        Assert.True(values.Count(v => v > spread.Median) <= values.Length / 2);
        Assert.Equal((values.Min(), values.Max(), values.Length), (spread.Min, spread.Max, spread.Count));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1.24, "1.2")]
    [InlineData(9.94, "9.9")]
    [InlineData(9.96, "10")]
    [InlineData(312.4, "312")]
    public void Small_numbers_keep_a_decimal(double value, string text) => Assert.Equal(text, Figure.Milliseconds(value));

    [Fact]
    public void Several_values_show_their_extremes()
    {
        Assert.Equal("312 (270–360)", Figure.Of(new Spread(312, 270, 360, 10)));
        Assert.Equal("312", Figure.Of(new Spread(312, 312, 312, 1)));
        Assert.Equal("–", Figure.Of(null));
    }
}
