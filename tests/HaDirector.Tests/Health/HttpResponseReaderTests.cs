using System.Text;
using FsCheck;
using FsCheck.Fluent;
using HaDirector.Health;

namespace HaDirector.Tests.Health;

public class HttpResponseReaderTests
{
    private const string Chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n5;a=b\r\nhello\r\n6\r\n world\r\n0\r\nTrailer: x\r\n\r\n";

    public static TheoryData<string, int, string> Good => new()
    {
        { "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 200, "ok" },
        { "HTTP/1.1 200\r\ncontent-length:2\r\n\r\nokay, more than announced", 200, "ok" },
        { "HTTP/1.0 503 No\nX: y\n\nuntil the end", 503, "until the end" },
        { "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, "" },
        { "HTTP/1.1 204 No Content\r\n\r\n", 204, "" },
        { "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", 304, "" },
        { "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: a\r\n\r\nHTTP/1.1 201 C\r\nContent-Length: 1\r\n\r\nx", 201, "x" },
        { "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 200, "abc" },
        { "HTTP/1.1 200 OK\r\nX: a\r\n folded\r\n\tmore\r\nContent-Length: 1\r\n\r\na", 200, "a" },
        { "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n", 200, "a" },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nraw", 200, "raw" },
        { Chunked, 200, "hello world" },
    };

    public static TheoryData<string, string> Evil => new()
    {
        { "", "without an answer" },
        { "SSH-2.0-OpenSSH_9.2\r\n", "not HTTP/1" },
        { "HTTP/2 200 OK\r\n\r\n", "not HTTP/1" },
        { "HTTP/1.1 2x0 OK\r\n\r\n", "not HTTP/1" },
        { "HTTP/1.1 +20 OK\r\n\r\n", "not HTTP/1" },
        { "HTTP/1.1 2000 OK\r\n\r\n", "not HTTP/1" },
        { "HTTP/1.1 099 OK\r\n\r\n", "not HTTP/1" },
        { "\r\n\r\n", "not HTTP/1" },
        { "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "no name" },
        { "HTTP/1.1 200 OK\r\n: empty\r\n\r\n", "no name" },
        { "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "Content-Length" },
        { "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\na", "Content-Length" },
        { "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", "Content-Length" },
        { "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "Content-Length" },
        { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc", "in the middle" },
        { "HTTP/1.1 200 OK\r\nX: y\r\n", "in the middle" },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "chunk size" },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", "chunk size" },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", "chunk size" },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n", "longer than its size" },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", "in the middle" },
        { "HTTP/1.1 200 " + new string('x', 9000), "8 KiB" },
        { "HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Repeat("X: " + new string('y', 1000) + "\r\n", 70)), "64 KiB" },
        { string.Concat(Enumerable.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 3000)), "64 KiB" },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void A_good_response_gives_status_and_body_however_it_is_cut(string text, int status, string body)
    {
        for (int piece = 1; piece <= text.Length; piece++)
        {
            HttpResponseReader reader = new(wantsBody: true);
            Assert.Equal(HttpProgress.Done, Feed(reader, Encoding.Latin1.GetBytes(text), piece));
            Assert.Equal((status, body), (reader.Status, Encoding.Latin1.GetString(reader.Body)));
        }
    }

    [Theory]
    [MemberData(nameof(Evil))]
    public void A_bad_response_is_refused_with_a_reason_however_it_is_cut(string text, string reason)
    {
        foreach (int piece in new[] { 1, 2, 3, 7, 1000, 4096, 100_000 })
        {
            HttpResponseReader reader = new(wantsBody: true);
            Assert.Equal(HttpProgress.Bad, Feed(reader, Encoding.Latin1.GetBytes(text), piece));
            Assert.Contains(reason, reader.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Without_a_wanted_body_it_is_done_at_the_end_of_the_headers()
    {
        HttpResponseReader reader = new(wantsBody: false);
        Assert.Equal(HttpProgress.More, reader.Feed("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n"u8));
        Assert.Equal(HttpProgress.Done, reader.Feed("\r\nab"u8));
        Assert.Equal(0, reader.Body.Length);
    }

    [Fact]
    public void The_body_is_kept_up_to_its_bound_and_no_further()
    {
        HttpResponseReader reader = new(wantsBody: true);
        reader.Feed("HTTP/1.1 200 OK\r\n\r\n"u8);
        byte[] piece = new byte[10_000];
        int fed = 0;
        while (reader.Feed(piece) == HttpProgress.More) fed += piece.Length;
        Assert.InRange(fed, HttpResponseReader.BodyMax - 10_000, HttpResponseReader.BodyMax);
        Assert.Equal(HttpResponseReader.BodyMax, reader.Body.Length);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 262144\r\n\r\n", 262_144, false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 262145\r\n\r\n", 262_145, true)]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", 262_143, false)]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", 262_145, true)]
    public void A_body_that_goes_on_behind_its_bound_is_known(string head, int bytes, bool cut)
    {
        HttpResponseReader reader = new(wantsBody: true);
        Feed(reader, [.. Encoding.ASCII.GetBytes(head), .. new byte[bytes]], 4096);
        Assert.Equal(cut, reader.BodyCut);
        reader.Reset(wantsBody: true);
        Assert.False(reader.BodyCut);
    }

    [Fact]
    public void A_redirect_says_where_it_leads()
    {
        HttpResponseReader reader = new(wantsBody: false);
        Feed(reader, "HTTP/1.1 302 Found\r\nlocation:  /there \r\n\r\n"u8.ToArray(), 3);
        Assert.Equal("/there", reader.Location);
        reader.Reset(wantsBody: false);
        Feed(reader, "HTTP/1.1 201 Created\r\nLocation: /there\r\n\r\n"u8.ToArray(), 3);
        Assert.Null(reader.Location);
    }

    [Fact]
    public void Tiny_chunks_with_long_extensions_come_to_an_end()
    {
        HttpResponseReader reader = new(wantsBody: true);
        reader.Feed("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8);
        byte[] chunk = Encoding.ASCII.GetBytes("1;" + new string('x', 8000) + "\r\na\r\n");
        int chunks = 0;
        while (reader.Feed(chunk) == HttpProgress.More) Assert.InRange(++chunks, 0, 200);
        Assert.Contains("1 MiB", reader.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_bytes_give_a_progress_and_the_same_one_however_they_are_cut() =>
        Prop.ForAll<int>(seed =>
        {
            Random random = new(seed);
            byte[] bytes = Encoding.Latin1.GetBytes(random.Next(2) == 0 ? Chunked : "HTTP/1.1 200 OK\r\nContent-Length: 12\r\nA: b\r\n\r\nhello, world");
            for (int flips = random.Next(0, 6); flips > 0; flips--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0) random.NextBytes(bytes);
            HttpResponseReader whole = new(wantsBody: true), cut = new(wantsBody: true);
            HttpProgress progress = Feed(whole, bytes, bytes.Length);
            Assert.NotEqual(HttpProgress.More, progress);
            Assert.Equal(progress, Feed(cut, bytes, random.Next(1, 20)));
            Assert.Equal((whole.Status, whole.Reason), (cut.Status, cut.Reason));
            Assert.True(whole.Body.SequenceEqual(cut.Body));
        }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(3000));

    private static HttpProgress Feed(HttpResponseReader reader, byte[] bytes, int piece)
    {
        for (int at = 0; at < bytes.Length; at += piece)
        {
            HttpProgress progress = reader.Feed(bytes.AsSpan(at, Math.Min(piece, bytes.Length - at)));
            if (progress != HttpProgress.More) return progress;
        }
        return reader.End();
    }
}
