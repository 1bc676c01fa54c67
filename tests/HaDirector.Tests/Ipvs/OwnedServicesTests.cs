using HaDirector.Ipvs;

namespace HaDirector.Tests.Ipvs;

public sealed class OwnedServicesTests
{
    [Fact]
    public void Keys_of_every_kind_survive_the_text()
    {
        Random random = new(7);
        for (int round = 0; round < 1000; round++)
        {
            HashSet<ServiceKey> keys = [.. Enumerable.Range(0, random.Next(20)).Select(_ => RandomTables.Key(random))];
            Assert.True(keys.SetEquals(OwnedServices.Parse(OwnedServices.Format(keys), out int rejected)));
            Assert.Equal(0, rejected);
        }
    }

    [Fact]
    public void Text_is_one_key_a_line_in_order()
    {
        ServiceKey[] keys = [Key("mark6:5"), Key("udp://[2001:db8::1]:53"), Key("tcp://192.0.2.80:80"), Key("sctp://192.0.2.80:80")];
        Assert.Equal(
            "tcp://192.0.2.80:80\nsctp://192.0.2.80:80\nudp://[2001:db8::1]:53\nmark6:5\n",
            string.Concat(OwnedServices.Format(keys).Split('\n', 2)[1]));
    }

    [Fact]
    public void Text_says_which_table_it_is_about()
    {
        ServiceKey key = Key("tcp://192.0.2.80:80");
        string text = OwnedServices.Format([key], "net:[4026531840]");
        Assert.Equal("net:[4026531840]", OwnedServices.PlaceOf(text));
        Assert.Equal([key], OwnedServices.Parse(text, out int rejected));
        Assert.Equal(0, rejected);
        Assert.Null(OwnedServices.PlaceOf(OwnedServices.Format([key])));
    }

    [Theory]
    [InlineData("tcp://192.0.2.80")]
    [InlineData("tcp:192.0.2.80:80")]
    [InlineData("TCP://192.0.2.80:80")]
    [InlineData("http://192.0.2.80:80")]
    [InlineData("tcp://2001:db8::1:80")]
    [InlineData("tcp://192.0.2.80:65536")]
    [InlineData("mark:0")]
    [InlineData("mark:-1")]
    [InlineData("mark:4294967296")]
    [InlineData("mark:")]
    [InlineData("nonsense")]
    [InlineData("\0\0\0")]
    public void Line_that_is_no_key_is_counted_and_owns_nothing(string line)
    {
        Assert.Equal([Key("mark:4294967295")], OwnedServices.Parse($"# head\n\n{line}\r\n  mark:4294967295 \n", out int rejected));
        Assert.Equal(1, rejected);
    }

    [Fact]
    public void Random_text_never_throws()
    {
        Random random = new(11);
        char[] alphabet = [.. "tcpudmark6:/[]0123456789.\n\r #\0é\uD800"];
        for (int round = 0; round < 50_000; round++)
            OwnedServices.Parse(random.GetItems(alphabet, random.Next(60)), out _);
    }

    private static ServiceKey Key(string text) => ServiceKey.TryParse(text, out ServiceKey key) ? key : throw new FormatException(text);
}
