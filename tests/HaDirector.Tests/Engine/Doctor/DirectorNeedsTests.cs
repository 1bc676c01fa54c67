using HaDirector.Engine;
using HaDirector.Engine.Doctor;
using HaDirector.Health;
using HaDirector.Ipvs;
using HaDirector.Model;
using static HaDirector.Tests.Engine.Plans;
using Verdict = HaDirector.Engine.Doctor.Verdict;

namespace HaDirector.Tests.Engine.Doctor;

/// <summary>What the services of a configuration need of their director's host.</summary>
public sealed class DirectorNeedsTests
{
    private readonly Dictionary<string, string> _settings = new() { ["net.ipv4.ip_forward"] = "0", ["net.ipv4.vs.conntrack"] = "0", ["net.ipv6.conf.all.forwarding"] = "0" };

    private static readonly Plan Routed = Of() with { VirtualRouters = [Router("web", 100, "192.0.2.80/24")] };

    [Fact]
    public void Without_services_nothing_is_needed() => Assert.Empty(Judge(Of()));

    [Fact]
    public void Direct_routing_needs_nothing_but_its_scheduler() =>
        Assert.Equal(["Good scheduler rr"], Judge(With(Service(Server(1)))));

    [Fact]
    public void Nat_needs_forwarding_of_its_servers_family_only()
    {
        VirtualServiceSpec six = Service(new RealServerSpec(Endpoint("[2001:db8::1]:80"), new DestinationSpec(Forwarding.Nat, 1), null));

        Assert.Contains("Missing net.ipv4.ip_forward", Judge(Of(Nat())));
        Assert.DoesNotContain("Missing net.ipv6.conf.all.forwarding", Judge(Of(Nat())));
        Assert.Contains("Missing net.ipv6.conf.all.forwarding", Judge(Of(six)));
        Assert.DoesNotContain("Missing net.ipv4.ip_forward", Judge(Of(six)));
        _settings["net.ipv4.ip_forward"] = "1";
        Assert.Contains("Good net.ipv4.ip_forward", Judge(Of(Nat())));
    }

    [Fact]
    public void Redirects_are_a_fault_only_where_clients_and_servers_share_an_interface()
    {
        _settings["net.ipv4.conf.all.send_redirects"] = _settings["net.ipv4.conf.eth0.send_redirects"] = "1";
        string[] both = ["Missing net.ipv4.conf.all.send_redirects", "Missing net.ipv4.conf.eth0.send_redirects"];

        Assert.Equal(both, Judge(With(Nat()), "eth0").Where(line => line.Contains("redirects", StringComparison.Ordinal)));
        Assert.DoesNotContain(Judge(With(Nat()), "eth1"), line => line.Contains("redirects", StringComparison.Ordinal));
        _settings["net.ipv4.conf.all.send_redirects"] = "0";
        Assert.Contains("Missing net.ipv4.conf.eth0.send_redirects", Judge(With(Nat()), "eth0"));
    }

    [Theory]
    [InlineData("0", "0", false)]
    [InlineData("1", "0", true)]
    [InlineData("0", "1", true)]
    public void A_check_through_the_virtual_address_needs_accept_local(string all, string own, bool good)
    {
        (_settings["net.ipv4.conf.all.accept_local"], _settings["net.ipv4.conf.eth0.accept_local"]) = (all, own);
        CheckSpec check = Check(Endpoint("192.0.2.80:80"));
        RealServerSpec through = Server(1) with { Check = new CheckTree.One(check with { Route = check.Route with { Mark = ProbePaths.First } }) };

        Assert.Contains($"{(good ? "Good" : "Missing")} net.ipv4.conf.eth0.accept_local", Judge(With(Service(through))));
        Assert.DoesNotContain(Judge(With(Service(Server(1)))), line => line.Contains("accept_local", StringComparison.Ordinal));
    }

    [Fact]
    public void A_strict_reverse_path_is_worth_knowing_where_there_are_several_interfaces()
    {
        _settings["net.ipv4.conf.all.rp_filter"] = "1";

        Assert.Contains("Note net.ipv4.conf.eth0.rp_filter", Judge(With(Service(Server(1))), "eth0", "eth1"));
        Assert.DoesNotContain("Note net.ipv4.conf.eth0.rp_filter", Judge(With(Service(Server(1))), "eth0"));
        _settings["net.ipv4.conf.eth0.rp_filter"] = "2"; // the greater counts
        Assert.DoesNotContain("Note net.ipv4.conf.eth0.rp_filter", Judge(With(Service(Server(1))), "eth0", "eth1"));
    }

    [Fact]
    public void Connection_tracking_is_a_note_with_nat_until_the_file_says_it()
    {
        Plan written = Of(Nat()) with { Ipvs = new IpvsPolicy(false, false) { Settings = [new WantedSetting("conntrack", "1", "the configuration says so")] } };

        Assert.Contains("Note net.ipv4.vs.conntrack", Judge(Of(Nat())));
        Assert.Contains("Good net.ipv4.vs.conntrack", Judge(written));
        _settings.Remove("net.ipv4.vs.conntrack");
        Assert.Contains("Missing net.ipv4.vs.conntrack", Judge(written));
        Assert.DoesNotContain(DirectorNeeds.Judge(written, Facts() with { ConnectionTableSize = null }), finding => finding.Name == "net.ipv4.vs.conntrack");
    }

    [Fact]
    public void A_connection_table_of_another_size_has_the_line_that_mends_it()
    {
        Plan plan = Of(Service(Server(1))) with { Ipvs = new IpvsPolicy(false, false) { ConnTabBits = 20 } };

        Finding wrong = Assert.Single(DirectorNeeds.Judge(plan, Facts()), finding => finding.Name == "conn_tab_bits");
        Assert.Equal(Verdict.Missing, wrong.Verdict);
        Assert.Contains("echo 'options ip_vs conn_tab_bits=20' > /etc/modprobe.d/ip_vs.conf", wrong.Advice, StringComparison.Ordinal);
        Assert.Contains("modprobe -r ip_vs_rr ip_vs;", wrong.Advice, StringComparison.Ordinal);
        Assert.Contains("Good conn_tab_bits", Lines(DirectorNeeds.Judge(plan, Facts() with { ConnectionTableSize = 1 << 20 })));
        Assert.DoesNotContain(DirectorNeeds.Judge(plan, Facts() with { ConnectionTableSize = null }), finding => finding.Name == "conn_tab_bits");
    }

    [Fact]
    public void A_scheduler_that_the_kernel_lacks_names_its_services_and_its_module()
    {
        Plan plan = Of(Service(Server(1)), Service(Server(2)) with { Name = "mail", Spec = new ServiceSpec("mh", ServiceFlags.None, 0, 32) });

        Finding missing = Assert.Single(DirectorNeeds.Judge(plan, Facts() with { HasScheduler = name => name == "rr" }), finding => finding.Verdict == Verdict.Missing);
        Assert.Equal("scheduler mh", missing.Name);
        Assert.Contains("mail", missing.Text, StringComparison.Ordinal);
        Assert.StartsWith("modprobe ip_vs_mh", missing.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain(DirectorNeeds.Judge(plan, Facts() with { HasScheduler = static _ => null }), finding => finding.Name.StartsWith("scheduler", StringComparison.Ordinal));
    }

    [Fact]
    public void Marks_want_nft()
    {
        Plan plan = Of(Service(Server(1)) with { Key = ServiceKey.Mark(5, IpFamily.V4) });

        Assert.Contains("Good nft", Lines(DirectorNeeds.Judge(plan, Facts())));
        Assert.Contains("Note nft", Lines(DirectorNeeds.Judge(plan, Facts() with { HasNft = false })));
    }

    [Fact]
    public void Each_name_is_there_once_and_whatever_is_not_good_has_advice()
    {
        Plan plan = With(Nat(), Nat() with { Name = "second" });
        IReadOnlyList<Finding> findings = DirectorNeeds.Judge(plan, Facts("eth0", "eth1") with { HasScheduler = static _ => false });

        Assert.Equal(findings.Count, findings.DistinctBy(finding => finding.Name).Count());
        Assert.All(findings.Where(finding => finding.Verdict != Verdict.Good), finding => Assert.NotEmpty(finding.Advice));
    }

    private static VirtualServiceSpec Nat() => Service(Server(1, forwarding: Forwarding.Nat));

    private static Plan With(params VirtualServiceSpec[] services) => Routed with { Services = services };

    // The servers' network is on the first of the interfaces.
    private DirectorFacts Facts(params string[] interfaces) => new(
        name => _settings.GetValueOrDefault(name), static _ => true, 4096,
        [.. interfaces.Select((name, i) => new HostNetwork(name, IpPrefix.TryParse(i == 0 ? "192.0.2.11/24" : $"198.51.{i}.11/24", out IpPrefix prefix) ? prefix : throw new FormatException()))],
        true);

    private string[] Judge(Plan plan, params string[] interfaces) => Lines(DirectorNeeds.Judge(plan, Facts(interfaces)));

    private static string[] Lines(IReadOnlyList<Finding> findings) => [.. findings.Select(finding => $"{finding.Verdict} {finding.Name}")];
}
