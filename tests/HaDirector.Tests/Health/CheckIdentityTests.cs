using HaDirector.Health;
using HaDirector.Health.Kinds;
using HaDirector.Model;

namespace HaDirector.Tests.Health;

public class CheckIdentityTests
{
    private static readonly IpEndpoint Target = new(IpAddress.Parse("198.51.100.1"), 80);

    private sealed record Fixed(string Word, ValueList<byte> Bytes, AnswerPattern? None, int Number) : CheckKind
    {
        public override string Name => "fixed";
    }

    private static string Text(CheckKind kind, CheckRoute route = default) => new CheckIdentity(kind, Target, route).Text;

    [Fact]
    public void Its_text_is_the_same_after_every_restart() => Assert.Equal("fixed 198.51.100.1:80 47375b50e1184f52", Text(new Fixed("a", [1, 2], null, -3)));

    [Fact]
    public void Equal_questions_have_equal_texts_and_others_have_others()
    {
        CheckKind[] Kinds() =>
        [
            new TcpCheck(), new TcpCheck(Full: true), new TcpCheck([1, 2]), new TcpCheck([1, 3]), new TcpCheck([1, 2], new AnswerPattern([4], null)),
            new TcpCheck([1, 2], new AnswerPattern(null, "a")),
            HttpCheck.Get("/", null, 200, 299, null), HttpCheck.Get("/a", null, 200, 299, null), HttpCheck.Get("/", "h", 200, 299, null),
            HttpCheck.Get("/", null, 200, 204, null), HttpCheck.Get("/", null, 200, 299, "x"),
            HttpCheck.Get("/", null, 200, 299, null) with { Tls = new TlsOptions(null, true, null, 0, null) },
        ];
        string[] texts = [.. Kinds().Select(kind => Text(kind))];
        Assert.Equal(texts, Kinds().Select(kind => Text(kind)));
        Assert.Equal(texts.Length, texts.Distinct().Count());
        Assert.NotEqual(Text(new TcpCheck()), Text(new TcpCheck(), new CheckRoute(null, "eth0", 0)));
        Assert.NotEqual(Text(new TcpCheck()), Text(new TcpCheck(), new CheckRoute(null, null, 7)));
        Assert.NotEqual(Text(new TcpCheck()), Text(new TcpCheck(), new CheckRoute(IpAddress.Parse("192.0.2.1"), null, 0)));
    }
}
