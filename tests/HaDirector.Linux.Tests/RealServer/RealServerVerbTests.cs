namespace HaDirector.Linux.Tests.RealServer;

public sealed class RealServerVerbTests : IDisposable
{
    private readonly RealServerPair _pair = new();

    public void Dispose() => _pair.Dispose();

    [Fact]
    public void Up_takes_the_address_silently_and_down_restores_exactly()
    {
        // A value of the host's own, to see that it comes back and not the kernel's default.
        _pair.InServer(() => Sysctl.Write("net.ipv4.conf.all.arp_announce", "1"));
        string before = _pair.Snapshot();

        // That the question would be answered at all: the same address without the settings.
        _pair.Ip($"addr add {RealServerPair.Vip}/32 dev lo");
        Assert.True(_pair.ArpIsAnswered());
        _pair.Ip($"addr del {RealServerPair.Vip}/32 dev lo");

        (int code, string output) = _pair.Verb("up");
        Assert.True(code == 0, output);
        Assert.Contains($"ready for {RealServerPair.Vip} on lo", output, StringComparison.Ordinal);
        Assert.Contains($"inet {RealServerPair.Vip}/32", _pair.Ip("addr show dev lo"), StringComparison.Ordinal);
        Assert.False(_pair.ArpIsAnswered());
        Assert.Equal(0, _pair.Verb("check").Code);

        (code, output) = _pair.Verb("down");
        Assert.True(code == 0, output);
        Assert.Equal(before, _pair.Snapshot());
        Assert.False(File.Exists(_pair.StateFile));
    }

    [Fact]
    public void Up_twice_changes_nothing_more_and_still_goes_back_to_the_first_state()
    {
        string before = _pair.Snapshot();
        _pair.Verb("up");
        string once = _pair.Snapshot();
        (int code, string output) = _pair.Verb("up");
        Assert.Equal(0, code);
        Assert.StartsWith("ready", output, StringComparison.Ordinal);
        Assert.Equal(once, _pair.Snapshot());

        // Somebody undoes a setting; up repairs it, and down goes back to what was before all of it.
        _pair.InServer(() => Sysctl.Write("net.ipv4.conf.all.arp_ignore", "8"));
        Assert.Equal(0, _pair.Verb("up").Code);
        Assert.Equal(0, _pair.Verb("down").Code);
        Assert.Equal(before, _pair.Snapshot());
    }

    [Fact]
    public void What_was_there_before_up_is_there_after_down()
    {
        _pair.Ip($"addr add {RealServerPair.Vip}/32 dev lo");
        _pair.InServer(() => Sysctl.Write("net.ipv4.conf.all.arp_ignore", "2")); // does as well: left alone
        string before = _pair.Snapshot();
        Assert.Equal(0, _pair.Verb("up").Code);
        Assert.Equal("2", _pair.InServer(() => Sysctl.Read("net.ipv4.conf.all.arp_ignore")));
        Assert.Equal(0, _pair.Verb("down").Code);
        Assert.Equal(before, _pair.Snapshot());
    }

    [Fact]
    public void Down_leaves_what_somebody_else_changed_since_and_says_so()
    {
        _pair.Verb("up");
        _pair.InServer(() => Sysctl.Write("net.ipv4.conf.all.arp_announce", "1"));
        (int code, string output) = _pair.Verb("down");
        Assert.Equal(1, code);
        Assert.Contains("net.ipv4.conf.all.arp_announce is 1 now", output, StringComparison.Ordinal);
        Assert.Equal("1", _pair.InServer(() => Sysctl.Read("net.ipv4.conf.all.arp_announce")));
        Assert.Equal("0", _pair.InServer(() => Sysctl.Read("net.ipv4.conf.all.arp_ignore")));
    }

    [Fact]
    public void Down_needs_no_configuration()
    {
        string before = _pair.Snapshot();
        _pair.Verb("up");
        Assert.Equal(0, _pair.Run("down", "/nonexistent/hadirector.yaml").Code);
        Assert.Equal(before, _pair.Snapshot());
        (int code, string output) = _pair.Run("down", "/nonexistent/hadirector.yaml");
        Assert.Equal(0, code);
        Assert.Contains("nothing to undo", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_says_in_words_what_is_missing_and_changes_nothing()
    {
        string before = _pair.Snapshot();
        (int code, string output) = _pair.Verb("check");
        Assert.Equal(1, code);
        Assert.Contains("missing: net.ipv4.conf.all.arp_ignore is 0, should be 1: this host answers ARP requests", output, StringComparison.Ordinal);
        Assert.Contains("missing: 192.0.2.80/32 is not on lo", output, StringComparison.Ordinal);
        Assert.Equal(before, _pair.Snapshot());

        _pair.Verb("up");
        _pair.Ip($"addr add {RealServerPair.Vip}/24 dev eth0");
        (code, output) = _pair.Verb("check");
        Assert.Equal(1, code);
        Assert.StartsWith("missing: 192.0.2.80 is on eth0 too", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_no_service_names_is_left_alone_unless_all_are_wanted()
    {
        string before = _pair.Snapshot();
        (int code, string output) = _pair.Verb("up", server: "192.0.2.99");
        Assert.Equal(1, code);
        Assert.Contains("--all", output, StringComparison.Ordinal);
        Assert.Equal(before, _pair.Snapshot());
        Assert.Equal(0, _pair.Verb("up", server: "192.0.2.99", all: true).Code);
        Assert.False(_pair.ArpIsAnswered());
    }

    [Fact]
    public void Up_with_another_plan_takes_back_what_is_not_needed_any_more()
    {
        string before = _pair.Snapshot();
        _pair.Verb("up");
        (int code, string output) = _pair.Verb("up", forwarding: "nat");
        Assert.Equal(0, code);
        Assert.Contains("undone: address lo 192.0.2.80", output, StringComparison.Ordinal);
        Assert.Contains("default route", output, StringComparison.Ordinal);
        Assert.Equal(before, _pair.Snapshot());
    }

    [Fact]
    public void A_refused_file_is_explained_and_changes_nothing()
    {
        string before = _pair.Snapshot();
        (int code, string output) = _pair.Verb("up", forwarding: "teleport");
        Assert.Equal(1, code);
        Assert.Contains("teleport", output, StringComparison.Ordinal);
        Assert.Equal(1, _pair.Run("up", "/nonexistent/hadirector.yaml").Code);
        Assert.Equal(before, _pair.Snapshot());
    }

    /// <summary>The tunnel device comes with the kernel module ipip, which the guest of tests/lab has.</summary>
    [Fact]
    [Trait("lab", "guest")]
    public void Up_loads_and_prepares_the_tunnel_and_down_restores_it()
    {
        if (_pair.InServer(() => InterfaceName.IndexOf("tunl0")) == 0 && Environment.GetEnvironmentVariable("IPVS_LAB") != "1") return;
        _pair.InServer(() => Sysctl.Write("net.ipv4.conf.all.rp_filter", "1"));
        _pair.InServer(() => Sysctl.Write("net.ipv4.conf.tunl0.rp_filter", "2"));
        string before = _pair.Snapshot();
        (int code, string output) = _pair.Verb("up", forwarding: "tun");
        Assert.True(code == 0, output);
        Assert.Contains($"ready for {RealServerPair.Vip} on tunl0", output, StringComparison.Ordinal);
        Assert.False(_pair.ArpIsAnswered());
        Assert.Equal("0", _pair.InServer(() => Sysctl.Read("net.ipv4.conf.all.rp_filter")));
        Assert.Equal(0, _pair.Verb("down").Code);
        Assert.Equal(before, _pair.Snapshot());
    }
}
