using HaDirector.Model;
using HaDirector.Tests.Architecture;
using HaDirector.Vrrp.Fence;

namespace HaDirector.Tests.Vrrp.Fence;

public class FenceTableTests
{
    private static readonly FencedRouter Web = new(
        "web", 0x33, "eth0", IpFamily.V4, 51, TimeSpan.FromMilliseconds(292), [IpAddress.Parse("192.0.2.80"), IpAddress.Parse("192.0.2.81"), IpAddress.Parse("2001:db8::80")])
    {
        OpenWhenAlone = true,
        Grace = TimeSpan.FromMilliseconds(192),
    };

    private static readonly FencedRouter Six = new(
        "web/ipv6", 0x133, "eth0", IpFamily.V6, 51, TimeSpan.FromMilliseconds(292), [IpAddress.Parse("fe80::80"), IpAddress.Parse("2001:db8::81")])
    {
        HoldingInterfaces = ["eth1"],
        Session = new FencedSession(IpAddress.Parse("192.0.2.12"), 3784, "eth0", TimeSpan.FromMilliseconds(28)),
        Grace = TimeSpan.FromMilliseconds(192),
    };

    private static string Make(params FencedRouter[] routers) => FenceTable.Make(routers, ["eth0", "eth1"], null, alone: false);

    [Fact]
    public void The_text_is_that_of_the_file_beside_this_one()
    {
        string path = Path.Combine(Repository.Root, "tests", "HaDirector.Tests", "Vrrp", "Fence", "fence.nft");
        string text = FenceTable.Make([Web, Six], ["eth0", "eth1"], null, alone: true);
        if (Environment.GetEnvironmentVariable("HADIRECTOR_REWRITE") == "1") File.WriteAllText(path, text);
        Assert.Equal(File.ReadAllText(path), text);
    }

    [Fact]
    public void A_change_goes_on_with_the_leases_that_run()
    {
        IReadOnlyList<string> chains = FenceTable.Chains([Web], ["eth0"]);
        string text = FenceTable.Make([Web, Six], ["eth0", "eth1"], chains, alone: false);
        Assert.DoesNotContain("delete table", text, StringComparison.Ordinal);
        Assert.DoesNotContain("lease\n", text.Replace("add set", "", StringComparison.Ordinal), StringComparison.Ordinal); // not flushed
        foreach (string chain in chains) Assert.Contains($"delete chain netdev hadirector-fence {chain}\n", text, StringComparison.Ordinal);
        Assert.StartsWith("add table netdev hadirector-fence\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_chain_of_the_text_is_named_for_its_removal()
    {
        IEnumerable<string> made = Make(Web, Six).Split('\n').Where(line => line.StartsWith("  chain ", StringComparison.Ordinal)).Select(line => line.Split(' ')[3]);
        Assert.Equal(made.Order(StringComparer.Ordinal), FenceTable.Chains([Web, Six], ["eth0", "eth1"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_interface_that_is_not_there_is_left_out()
    {
        string text = FenceTable.Make([Web, Six], ["eth0"], null, alone: false);
        Assert.Contains("device \"eth0\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("eth1", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Alone_opens_only_what_may_be_opened()
    {
        Assert.EndsWith("add element netdev hadirector-fence alone { 0x00000033 }\n", FenceTable.Alone([Web, Six], alone: true), StringComparison.Ordinal);
        Assert.Equal("flush set netdev hadirector-fence alone\n", FenceTable.Alone([Web, Six], alone: false));
        Assert.Equal("flush set netdev hadirector-fence alone\n", FenceTable.Alone([Six], alone: true));
    }

    [Fact]
    public void Unicast_adverts_renew_by_whichever_interface_they_leave()
    {
        FencedRouter unicast = Web with { LeavesAnywhere = true };
        FencedRouter other = Web with { Name = "other", Key = 0x34, Interface = "eth1", VirtualRouterId = 52, Addresses = [IpAddress.Parse("192.0.2.90")] };
        Assert.Contains("chain adverts-ip-1 {\n    @th,8,8 vmap { 51 : goto renew-web-33, 52 : goto renew-other-34 }", Make(unicast, other), StringComparison.Ordinal);
        // Where another router of this id is at home, the id means that one.
        Assert.Contains("chain adverts-ip-1 {\n    @th,8,8 vmap { 51 : goto renew-other-34 }", Make(unicast, other with { VirtualRouterId = 51 }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_nft_cannot_write_is_written_otherwise() =>
        Assert.Contains("chain renew-a_b__-33 {", Make(Web with { Name = "a b}\n" }), StringComparison.Ordinal);
}
