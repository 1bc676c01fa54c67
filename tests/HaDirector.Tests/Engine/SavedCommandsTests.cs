using FsCheck;
using FsCheck.Fluent;
using HaDirector.Engine;
using HaDirector.Health;
using static HaDirector.Tests.Engine.Plans;

namespace HaDirector.Tests.Engine;

public class SavedCommandsTests
{
    [Fact]
    public void What_is_written_is_read_again()
    {
        SavedCommand[] commands =
        [
            new("web", Endpoint("192.0.2.21:80"), ServerMode.Drain, null),
            new("mail in", Endpoint("[2001:db8::1]:25"), ServerMode.Maintenance, new DateTimeOffset(2026, 1, 31, 12, 0, 5, TimeSpan.Zero)),
        ];
        string text = SavedCommands.Format(commands);
        Assert.Equal("drain 192.0.2.21:80 - web", text.Split('\n')[1]);
        Assert.Equal(commands, SavedCommands.Parse(text, out int rejected));
        Assert.Equal(0, rejected);
    }

    [Theory]
    [InlineData("drain 192.0.2.21:80 -")]
    [InlineData("ready 192.0.2.21:80 - web")]
    [InlineData("drain 192.0.2.21 - web")]
    [InlineData("drain 192.0.2.21:80 soon web")]
    public void A_damaged_line_commands_nothing(string line)
    {
        Assert.Equal("other", Assert.Single(SavedCommands.Parse($"{line}\ndrain 192.0.2.21:80 - other\n", out int rejected)).Service);
        Assert.Equal(1, rejected);
    }

    [Fact]
    public void Nothing_makes_the_reader_throw() =>
        Prop.ForAll<string?>(text => SavedCommands.Parse(text ?? "", out _)).QuickCheckThrowOnFailure();
}
