using HaDirector.Config;
using HaDirector.Model;

namespace HaDirector.Tests.Config;

/// <summary>Findings that need more than a text: bytes, sizes, a host, a director's name.</summary>
public class RuleTests
{
    private static readonly HostFacts Host = new(
    [
        new("lo", [Prefix("127.0.0.1/8")]),
        new("eth0", [Prefix("192.0.2.11/24"), Prefix("203.0.113.80/24")]),
        new("eth1", [Prefix("198.51.100.11/24")]),
    ]);

    private static IpPrefix Prefix(string text) => IpPrefix.TryParse(text, out IpPrefix prefix) ? prefix : throw new FormatException(text);

    private static string OnHost(string network, string address, string? sync = null) => string.Join('\n', Texts.Load(
        $$"""
        directors: { lb01: {} }
        virtual_routers:
          web: { interface: {{network}}, virtual_router_id: 51, priority: 150, addresses: [ 192.0.2.80/24, {{address}} ] }
        {{(sync is null ? "" : $"connection_sync: {{ interface: {sync}, sync_id: 1 }}")}}
        """, "lb01", Host).Diagnostics);

    [Theory]
    [InlineData("eth0", "192.0.2.81")]
    [InlineData("eth0", "192.0.2.82/24")]
    public void A_virtual_address_in_a_network_of_the_interface_is_in_reach(string network, string address) =>
        Assert.Equal("", OnHost(network, address));

    [Fact]
    public void A_virtual_address_outside_every_network_is_out_of_reach() =>
        Assert.Equal(
            "f.yaml:3:93: error HAD1201: 10.9.9.9 is outside the networks of eth0 (192.0.2.11/24, 203.0.113.80/24) (no interface of this host reaches it)",
            OnHost("eth0", "10.9.9.9/24"));

    [Fact]
    public void The_interface_that_reaches_it_is_named() =>
        Assert.Equal(
            "f.yaml:3:93: error HAD1201: 198.51.100.1 is outside the networks of eth0 (192.0.2.11/24, 203.0.113.80/24) (eth1 reaches it)",
            OnHost("eth0", "198.51.100.1/24"));

    [Fact]
    public void A_virtual_address_that_is_held_already_does_not_reach_itself() =>
        Assert.Contains("HAD1201: 203.0.113.80 is outside the networks of eth0 (192.0.2.11/24)", OnHost("eth0", "203.0.113.80/24"), StringComparison.Ordinal);

    [Fact]
    public void A_missing_interface_is_a_warning_with_the_nearest_name()
    {
        Assert.Equal(
            """
            f.yaml:3:21: warning HAD1202: this host has no interface 'eth' (did you mean 'eth0'?)
            f.yaml:4:31: warning HAD1202: this host has no interface 'bond9' (it has lo, eth0, eth1)
            """, OnHost("eth", "192.0.2.81", "bond9"));
    }

    [Fact]
    public void A_director_that_is_not_in_the_file_is_told_who_is() =>
        Assert.Equal(
            "f.yaml:2:3: error HAD1108: this director, 'web7', is not in the file (directors are lb01, lb02; --director NAME says who this host is)",
            Assert.Single(Texts.Load(Texts.Whole, "web7").Diagnostics).ToString());

    [Fact]
    public void Sixty_four_addresses_fit_and_sixty_five_do_not()
    {
        Assert.Empty(With(64));
        Assert.Equal(DiagnosticCodes.TooManyAddresses, Assert.Single(With(65)).Code);

        static IReadOnlyList<Diagnostic> With(int addresses) => Texts.Load(
            $$"""
            directors: { lb01: {} }
            virtual_routers:
              web: { interface: eth0, virtual_router_id: 51, priority: 150, addresses: [ {{string.Join(", ", Enumerable.Range(1, addresses).Select(n => $"192.0.2.{n}"))}} ] }
            """).Diagnostics;
    }

    [Theory]
    [InlineData(new byte[] { 0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0 }, 1, 1)]
    [InlineData(new byte[] { (byte)'a', (byte)':', (byte)'\n', (byte)'b', 0xC3, 0x28 }, 2, 2)]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'a', 0 }, 1, 1)]
    [InlineData(new byte[] { (byte)'a', 0xE2, 0x80, 0xA8, (byte)'b' }, 1, 2)]
    [InlineData(new byte[] { (byte)'a', (byte)'\r', (byte)'\n', 0 }, 2, 1)]
    public void Bytes_that_are_no_text_are_refused_where_they_stand(byte[] content, int line, int column)
    {
        LoadResult result = ConfigFile.Load(content, "f.yaml", "lb01");
        Diagnostic finding = Assert.Single(result.Diagnostics);
        Assert.Equal((DiagnosticCodes.NotText, line, column), (finding.Code, finding.Position.Line, finding.Position.Column));
        Assert.Null(result.Plan);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("\n\n")]
    [InlineData("--- # nothing\n")]
    public void A_file_that_says_nothing_is_refused(string text) =>
        Assert.Equal("f.yaml:1:1: error HAD1008: the file says nothing (hadirector init writes a file to start from)",
            Assert.Single(Texts.Load(text).Diagnostics).ToString());

    [Fact]
    public void A_file_over_the_limit_is_refused_before_it_is_read() =>
        Assert.Equal(DiagnosticCodes.TooLarge, Assert.Single(ConfigFile.Load(new byte[(32 << 20) + 1], "f.yaml", null).Diagnostics).Code);

    [Fact]
    public void A_file_that_cannot_be_read_has_a_position_too() =>
        Assert.Equal("f.yaml:1:1: error HAD1010: the file cannot be read: no such file",
            Assert.Single(ConfigFile.Unreadable("f.yaml", "no such file").Diagnostics).ToString());

    [Fact]
    public void The_number_of_findings_is_bounded_and_the_last_one_says_so()
    {
        IReadOnlyList<Diagnostic> findings = Texts.Load(string.Concat(Enumerable.Range(0, 5000).Select(n => $"x{n}: 1\n"))).Diagnostics;
        Assert.Equal(1000, findings.Count);
        Assert.Single(findings, d => d.Code == DiagnosticCodes.TooManyFindings);
    }

    [Fact]
    public void Errors_that_were_left_out_still_refuse_the_file()
    {
        string routers = string.Concat(Enumerable.Range(0, 1001).Select(n =>
            $"  r{n}: {{ interface: e{n}, virtual_router_id: 1, priority: 100, addresses: [ 10.0.{n / 250}.{n % 250} ] }}\n"));
        LoadResult result = Texts.Load("directors: { lb01: {}, lb02: {} }\nvirtual_routers:\n" + routers
            + "services:\n  web: { address: tcp://10.0.0.1:0, forwarding: dr, servers: [ { address: 192.0.2.21 } ] }\n");
        Assert.Null(result.Plan);
    }
}
