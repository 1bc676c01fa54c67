using System.Text;
using FsCheck;
using FsCheck.Fluent;
using HaDirector.Health;
using HaDirector.Health.Kinds;

namespace HaDirector.Tests.Health;

public class JsonPointerTests
{
    private const string Document = """
        { "status": "green", "a/b": 1, "m~n": 2, "": 3, "ok": true, "no": null, "load": 0.50, "parts": [ { "name": "db" }, [ 7 ] ] }
        """;

    [Theory]
    [InlineData("/status", "green", null)]
    [InlineData("/a~1b", "1", null)]
    [InlineData("/m~0n", "2", null)]
    [InlineData("/", "3", null)]
    [InlineData("/ok", "true", null)]
    [InlineData("/no", "null", null)]
    [InlineData("/load", "0.50", null)]
    [InlineData("/parts/0/name", "db", null)]
    [InlineData("/parts/1/0", "7", null)]
    [InlineData("/status", "red", "/status of the body is green, wanted red")]
    [InlineData("/load", "0.5", "/load of the body is 0.50, wanted 0.5")]
    [InlineData("/missing", "x", "the body has nothing at /missing")]
    [InlineData("/parts/2", "x", "the body has nothing at /parts/2")]
    [InlineData("/parts/01", "x", "the body has nothing at /parts/01")]
    [InlineData("/parts/-", "x", "the body has nothing at /parts/-")]
    [InlineData("/parts/99999999999", "x", "the body has nothing at /parts/99999999999")]
    [InlineData("/status/x", "x", "the body has nothing at /status/x")]
    [InlineData("/parts", "x", "/parts of the body is an array, wanted x")]
    [InlineData("", "x", "the whole of the body is an object, wanted x")]
    public void Values_are_found_and_compared(string pointer, string value, string? objection) =>
        Assert.Equal(objection, JsonPointer.Objection(Encoding.UTF8.GetBytes(Document), new JsonExpectation(pointer, value)));

    [Theory]
    [InlineData("")]
    [InlineData("all green")]
    [InlineData("{")]
    [InlineData("{} {}")]
    public void What_is_not_json_is_named(string body) =>
        Assert.Equal("the body is not JSON", JsonPointer.Objection(Encoding.UTF8.GetBytes(body), new JsonExpectation("/a", "b")));

    [Fact]
    public void A_mark_of_byte_order_is_passed_over() =>
        Assert.Null(JsonPointer.Objection(Encoding.UTF8.GetBytes("\uFEFF\"x\""), new JsonExpectation("", "x")));

    [Fact]
    public void Deep_and_unreadable_texts_are_refused()
    {
        Assert.NotNull(JsonPointer.Objection(Encoding.UTF8.GetBytes(new string('[', 100_000)), new JsonExpectation("/0", "x")));
        Assert.NotNull(JsonPointer.Objection("{\"a\":\"\\ud800\"}"u8, new JsonExpectation("/a", "x")));
    }

    [Fact]
    public void Any_bytes_give_an_answer() =>
        Prop.ForAll<byte[]>(bytes => JsonPointer.Objection(bytes, new JsonExpectation("/a/0", "x")) is not null).QuickCheckThrowOnFailure();
}
