using System.Text;
using FsCheck;
using FsCheck.Fluent;
using HaDirector.Health;

namespace HaDirector.Tests.Health;

public class AgentTextTests
{
    private static AgentText Read(string text) => AgentText.Read(Encoding.Latin1.GetBytes(text));

    private static ServerAdvice Advice(int? percent = null, ServerMode? mode = null, int? limit = null) => new(percent, mode, limit);

    [Theory]
    [InlineData("up\n", true, "up", "")]
    [InlineData("UP\r\n", true, "up", "")]
    [InlineData("down", false, "down", "")]
    [InlineData("fail", false, "fail", "")]
    [InlineData("failed # disk 3 is full, call Ann\n", false, "failed", "disk 3 is full, call Ann")]
    [InlineData("stopped#on purpose", false, "stopped", "on purpose")]
    [InlineData("stopped #on purpose\r\nup", false, "stopped", "on purpose")]
    [InlineData("down up", true, "up", "")] // the last word of a sort counts
    public void It_says_how_the_service_is(string text, bool up, string word, string reason)
    {
        AgentText said = Read(text);
        Assert.Equal((up, word, reason), (said.Up, said.Word, said.Reason));
    }

    [Fact]
    public void It_asks_for_weight_state_and_limit_in_any_order()
    {
        Assert.Equal(Advice(75), Read("75%\n").Advice);
        Assert.Equal(Advice(75, null, 30), Read("up,75%\tmaxconn:30").Advice);
        Assert.Equal(Advice(0, ServerMode.Drain), Read("  drain ,, 0%\n").Advice);
        Assert.Equal(Advice(null, ServerMode.Ready), Read("READY").Advice);
        Assert.Equal(Advice(null, ServerMode.Maintenance, 0), Read("MaxConn:0 Maint").Advice);
        Assert.Equal(Advice(AgentText.PercentMax), Read("99999999999999999999%").Advice);
        Assert.Equal(Advice(null, null, int.MaxValue), Read("maxconn:99999999999999999999").Advice);
        Assert.Null(Read("up").Advice);
        Assert.True(Read("up 75%").Up);
        Assert.Null(Read("75%").Up);
    }

    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("\nup", 0, 0)]
    [InlineData("HTTP/1.1 200 OK\r\n", 0, 3)]
    [InlineData("75", 0, 1)]
    [InlineData("-5% 7.5% % maxconn: maxconn:x", 0, 5)]
    [InlineData("upp, up", 1, 1)]
    [InlineData("#up", 0, 0)]
    public void Words_it_does_not_know_are_counted_and_passed_over(string text, int known, int unknown)
    {
        AgentText said = Read(text);
        Assert.Equal((known, unknown), (said.Known, said.Unknown));
    }

    [Theory]
    [InlineData("75\n", 75)]
    [InlineData(" 0 ", 0)]
    [InlineData("50% ready", 50)]
    [InlineData("OK: load 75% drain", null)] // meant for people
    [InlineData("75 servers", null)]
    [InlineData("", null)]
    public void A_program_speaks_agent_text_only_when_every_word_of_its_line_is(string text, int? percent) =>
        Assert.Equal(percent, AgentText.ReadStrict(Encoding.Latin1.GetBytes(text))?.Advice?.WeightPercent);

    [Theory]
    [InlineData("50\n", 50)]
    [InlineData("\n 50 percent", 50)]
    [InlineData("50%", 50)]
    [InlineData("1000", 256)]
    [InlineData("50x", null)]
    [InlineData("-1", null)]
    [InlineData("", null)]
    [InlineData("maintenance", null)]
    public void A_file_begins_with_a_weight_or_it_does_not(string text, int? percent) =>
        Assert.Equal(percent, AgentText.LeadingPercent(Encoding.Latin1.GetBytes(text)));

    [Fact]
    public void What_people_see_is_one_short_line()
    {
        Assert.Equal("a[31mb", AgentText.Printable("a\u001b[31mb\nsecond"u8));
        Assert.Equal(200, AgentText.Printable(Encoding.ASCII.GetBytes(new string('x', 5000))).Length);
    }

    [Fact]
    public void Any_bytes_give_a_value_within_its_bounds() =>
        Prop.ForAll<int>(seed =>
        {
            Random random = new(seed);
            byte[] bytes = Encoding.Latin1.GetBytes("up 75% maxconn:30 drain, maint ready down fail failed stopped # why\r\n");
            for (int flips = random.Next(0, 8); flips > 0; flips--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0) random.NextBytes(bytes);
            bytes = bytes[random.Next(bytes.Length)..];
            foreach (AgentText? said in new[] { AgentText.Read(bytes), AgentText.ReadStrict(bytes) })
            {
                if (said?.Advice is { WeightPercent: { } percent }) Assert.InRange(percent, 0, AgentText.PercentMax);
                if (said?.Advice is { ConnectionsMax: { } limit }) Assert.InRange(limit, 0, int.MaxValue);
                if (said is { } text) Assert.DoesNotContain(text.Reason, char.IsControl);
            }

            if (AgentText.LeadingPercent(bytes) is { } share) Assert.InRange(share, 0, AgentText.PercentMax);
        }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(3000));
}
