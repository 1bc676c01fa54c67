using System.Text;
using FsCheck;
using FsCheck.Fluent;
using HaDirector.Health;

namespace HaDirector.Tests.Health;

public class SmtpReplyReaderTests
{
    private const string Hello = "250-mail.example greets you\r\n250-SIZE 10240000\r\n250-STARTTLS\r\n250 HELP\r\n";

    [Theory]
    [InlineData("220 mail.example ESMTP\r\n", 220, "220 mail.example ESMTP")]
    [InlineData("421 service not available\r\n", 421, "421 service not available")]
    [InlineData("250\r\n", 250, "250")]
    [InlineData("220 bare line feed\n", 220, "220 bare line feed")]
    [InlineData(Hello, 250, "250 mail.example greets you")]
    public void A_reply_is_read_however_it_is_cut(string text, int code, string line)
    {
        for (int piece = 1; piece <= text.Length; piece++)
        {
            SmtpReplyReader reader = new();
            Assert.Equal(SmtpProgress.Done, Feed(reader, Encoding.Latin1.GetBytes(text), piece));
            Assert.Equal((code, line), (reader.Code, reader.Line));
        }
    }

    [Fact]
    public void Extensions_are_those_of_the_lines_behind_the_first()
    {
        SmtpReplyReader reader = new();
        Feed(reader, Encoding.ASCII.GetBytes(Hello), 1000);
        Assert.True(reader.Offers("STARTTLS"));
        Assert.True(reader.Offers("size"));
        Assert.False(reader.Offers("START"));
        Assert.False(reader.Offers("mail.example"));
    }

    [Fact]
    public void What_follows_a_reply_is_left()
    {
        SmtpReplyReader reader = new();
        Assert.Equal(SmtpProgress.Done, reader.Feed("220 go ahead\r\n250 injected\r\n"u8, out int used));
        Assert.Equal(14, used);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n", "is not SMTP")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "is not SMTP")]
    [InlineData("22\r\n", "is not SMTP")]
    [InlineData("2200 x\r\n", "is not SMTP")]
    [InlineData("120 x\r\n", "is not SMTP")]
    [InlineData("250-a\r\n220 b\r\n", "codes 250 and 220")]
    [InlineData("", "without an answer")]
    [InlineData("220 hel", "in the middle")]
    [InlineData("220-hello\r\n", "in the middle")]
    public void What_is_no_reply_is_refused_with_a_reason(string text, string reason)
    {
        foreach (int piece in new[] { 1, 3, 1000 })
        {
            SmtpReplyReader reader = new();
            Assert.Equal(SmtpProgress.Bad, Feed(reader, Encoding.Latin1.GetBytes(text), piece));
            Assert.Contains(reason, reader.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Long_lines_and_many_lines_come_to_an_end()
    {
        SmtpReplyReader line = new();
        Assert.Equal(SmtpProgress.Bad, Feed(line, Encoding.ASCII.GetBytes("220 " + new string('x', 5000)), 700));
        Assert.Contains("1 KiB", line.Reason, StringComparison.Ordinal);
        SmtpReplyReader lines = new();
        Assert.Equal(SmtpProgress.Bad, Feed(lines, Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("220-x\r\n", 1000))), 700));
        Assert.Contains("128 lines", lines.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_bytes_give_a_progress_and_the_same_one_however_they_are_cut() =>
        Prop.ForAll<int>(seed =>
        {
            Random random = new(seed);
            byte[] bytes = Encoding.Latin1.GetBytes(Hello);
            for (int flips = random.Next(0, 5); flips > 0; flips--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0) random.NextBytes(bytes);
            SmtpReplyReader whole = new(), cut = new();
            SmtpProgress progress = Feed(whole, bytes, bytes.Length);
            Assert.NotEqual(SmtpProgress.More, progress);
            Assert.Equal(progress, Feed(cut, bytes, random.Next(1, 20)));
            Assert.Equal((whole.Code, whole.Reason), (cut.Code, cut.Reason));
            Assert.Equal(whole.Texts, cut.Texts);
            Assert.DoesNotContain(whole.Line, char.IsControl);
        }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(3000));

    private static SmtpProgress Feed(SmtpReplyReader reader, byte[] bytes, int piece)
    {
        for (int at = 0; at < bytes.Length; at += piece)
        {
            SmtpProgress progress = reader.Feed(bytes.AsSpan(at, Math.Min(piece, bytes.Length - at)), out _);
            if (progress != SmtpProgress.More) return progress;
        }

        return reader.End();
    }
}
