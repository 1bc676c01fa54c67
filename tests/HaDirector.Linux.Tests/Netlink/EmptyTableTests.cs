using HaDirector.Linux.Netlink;

namespace HaDirector.Linux.Tests.Netlink;

public sealed class EmptyTableTests
{
    private const string Version = "IP Virtual Server version 1.2.1 (size=4096)", Columns = "Prot LocalAddress:Port Scheduler Flags", Servers = "  -> RemoteAddress:Port Forward Weight ActiveConn InActConn";

    [Theory]
    [InlineData("CapEff:\t000001ffffffffff\nCapBnd:\t0\n", "user:[4026531837]", true)]
    [InlineData("CapInh:\t000001ffffffffff\nCapEff:\t0000000000001000\n", "user:[4026531837]", true)]
    [InlineData("CapInh:\t000001ffffffffff\nCapEff:\t0000000000000fff\n", "user:[4026531837]", false)] // all but net_admin of the lowest
    [InlineData("CapEff:\t000001ffffffffff\n", "user:[4026532500]", false)] // root of a container
    [InlineData("CapEff:\t000001ffffffffff\n", "", false)]
    [InlineData("CapEff:\t000001ffffffffff", "user:[4026531837]", false)]
    [InlineData("CapEff:\n", "user:[4026531837]", false)]
    [InlineData("Name:\tx\n", "user:[4026531837]", false)]
    public void Who_may_use_ip_vs_has_the_right_on_the_host(string status, string userNamespace, bool may) =>
        Assert.Equal(may, EmptyTable.IsPermitted(status, userNamespace));

    [Fact]
    public void A_listing_of_nothing_but_its_header_is_empty()
    {
        Assert.True(EmptyTable.IsEmpty([Version, Columns, Servers]));
        Assert.False(EmptyTable.IsEmpty([Version, Columns, Servers, "TCP  C0000250:0050 rr "]));
        Assert.False(EmptyTable.IsEmpty([Version, Columns]));
        Assert.False(EmptyTable.IsEmpty(["something", "else", "here"]));
        Assert.False(EmptyTable.IsEmpty([]));
    }
}
