using HaDirector.Config;
using HaDirector.Engine;
using HaDirector.Engine.Marks;
using HaDirector.Tests.Config;

namespace HaDirector.Tests.Engine.Marks;

/// <summary>The text for nft(8) that a file asks for.</summary>
public class MarkTableTests
{
    private const string Marked =
        """
          web: { mark: 5, forwarding: dr, packets: [ udp://192.0.2.81:5000-5100, tcp://192.0.2.80:80, sctp://192.0.2.80:0 ], servers: [ { address: 192.0.2.21 } ] }
          six: { mark: 6, family: ipv6, forwarding: dr, packets: [ 'tcp://[2001:db8::80]:443' ], servers: [ { address: '2001:db8::21' } ] }

        """;

    [Fact]
    public void Packets_are_looked_up_in_one_map_for_each_family() => Assert.Equal(
        """
        add table inet hadirector-marks
        delete table inet hadirector-marks
        table inet hadirector-marks {
          comment "made by hadirector from its configuration, changes by hand are undone"
          map packets4 {
            type inet_proto . ipv4_addr . inet_service : mark
            flags interval
            elements = {
              tcp . 192.0.2.80 . 80 : 5,
              sctp . 192.0.2.80 . 0-65535 : 5,
              udp . 192.0.2.81 . 5000-5100 : 5
            }
          }
          map packets6 {
            type inet_proto . ipv6_addr . inet_service : mark
            flags interval
            elements = {
              tcp . 2001:db8::80 . 443 : 6
            }
          }
          chain prerouting {
            type filter hook prerouting priority mangle; policy accept;
            meta mark set meta l4proto . ip daddr . th dport map @packets4
            meta mark set meta l4proto . ip6 daddr . th dport map @packets6
          }
          chain output {
            type route hook output priority mangle; policy accept;
            meta mark set meta l4proto . ip daddr . th dport map @packets4
            meta mark set meta l4proto . ip6 daddr . th dport map @packets6
          }
        }

        """,
        MarkTable.Make(Plan(Marked)));

    [Fact]
    public void What_is_masqueraded_came_for_the_service_and_goes_to_a_server_of_it() => Assert.Equal(
        """
        add table inet hadirector-marks
        delete table inet hadirector-marks
        table inet hadirector-marks {
          comment "made by hadirector from its configuration, changes by hand are undone; kept after a stop"
          set servers1v4 {
            type ipv4_addr
            elements = { 192.0.2.21, 192.0.2.22 }
          }
          set servers2v4 {
            type ipv4_addr
            elements = { 192.0.2.23 }
          }
          chain postrouting {
            type nat hook postrouting priority srcnat; policy accept;
            meta l4proto tcp ct original ip daddr 192.0.2.80 ct original proto-dst 80 ip daddr @servers1v4 masquerade
            meta l4proto udp ct original ip daddr 192.0.2.80 ct original proto-dst 53 ip daddr @servers1v4 masquerade
            meta mark 7 ip daddr @servers2v4 masquerade
          }
        }

        """,
        MarkTable.Make(Plan(
            """
              web: { addresses: [ tcp://192.0.2.80:80, udp://192.0.2.80:53 ], forwarding: nat, masquerade: true, servers: [ { address: 192.0.2.22 }, { address: 192.0.2.21:8080 }, { address: 192.0.2.9, forwarding: dr } ] }
              mark: { mark: 7, forwarding: nat, masquerade: true, servers: [ { address: 192.0.2.23 } ] }
            ipvs: { on_stop: keep }
            """)));

    [Fact]
    public void A_plan_that_marks_nothing_needs_no_table() =>
        Assert.Null(MarkTable.Make(Plan("  web: { mark: 5, forwarding: nat, servers: [ { address: 192.0.2.21 } ] }\n")));

    [Fact]
    public void A_listing_says_whether_it_outlives_a_stop()
    {
        Assert.False(MarkTable.IsKept(MarkTable.Make(Plan(Marked))!));
        Assert.True(MarkTable.IsKept(MarkTable.Make(Plan(Marked + "ipvs: { on_stop: keep }\n"))!));
    }

    [Theory]
    [InlineData("tcp://192.0.2.80:80, tcp://192.0.2.81:443", "marks tcp://192.0.2.81:443", Disruption.None)]
    [InlineData("tcp://192.0.2.82:80-90", "marks tcp://192.0.2.82:80-90, not tcp://192.0.2.80:80 any more", Disruption.Drain)]
    public void A_change_is_told(string packets, string words, Disruption disruption)
    {
        PlanChange change = Assert.Single(PlanDiff.Between(Of("tcp://192.0.2.80:80"), Of(packets)));
        Assert.Equal((words, disruption), (change.What, change.Disruption));

        static Plan Of(string packets) => Plan($"  web: {{ mark: 5, forwarding: nat, packets: [ {packets} ], servers: [ {{ address: 192.0.2.21 }} ] }}\n");
    }

    [Fact]
    public void Masquerading_brings_its_setting() => Assert.Equal(
        ["conntrack=1"],
        Plan("  web: { address: tcp://192.0.2.80:80, forwarding: nat, masquerade: true, servers: [ { address: 192.0.2.21 } ] }\n")
            .Ipvs.Settings.Select(setting => $"{setting.Name}={setting.Value}"));

    private static Plan Plan(string services)
    {
        LoadResult result = Texts.Load("directors: { lb01: {} }\nservices:\n" + services);
        return result.Plan ?? throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }
}
