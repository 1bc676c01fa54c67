using HaDirector.Model;

namespace HaDirector.Tests.Model;

public class NearestTests
{
    private static readonly string[] Known = ["scheduler", "scheduler_flags", "servers", "mark", "check", "wlc", "wrr"];

    [Theory]
    [InlineData("schedular", "scheduler")]
    [InlineData("sheduler", "scheduler")]
    [InlineData("shceduler", "scheduler")]
    [InlineData("scheduler-flags", "scheduler_flags")]
    [InlineData("Servers", "servers")]
    [InlineData("wlx", "wlc")]
    [InlineData("chekc", "check")]
    [InlineData("colour", null)]
    [InlineData("x", null)]
    [InlineData("", null)]
    public void The_nearest_name_is_found_or_none(string written, string? meant) => Assert.Equal(meant, Nearest.Name(written, Known));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ab", "ba", 1)]
    public void Distance_counts_edits_and_swaps(string a, string b, int distance) => Assert.Equal(distance, Nearest.Distance(a, b));
}
