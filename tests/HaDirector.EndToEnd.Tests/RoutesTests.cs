using HaDirector.EndToEnd.Tests.Support;

namespace HaDirector.EndToEnd.Tests;

/// <summary>Virtual routes and rules of both families: where the role is, and nowhere else.</summary>
public sealed class RoutesTests : IDisposable
{
    private static readonly string[] Ours =
    [
        "198.51.100.0/24 via 192.0.2.1 dev eth0 proto 112 src 192.0.2.80 metric 7",
        "default dev eth0 table 1000 proto 112 scope link",
        "2001:db8:1::/48 via 2001:db8::1 dev eth0 proto 112 metric 9",
        "from 192.0.2.80 lookup 1000 proto 112",
        "from 2001:db8::80 lookup 1000 proto 112",
    ];

    private readonly WatchedHosts _hosts = new();

    [RootFact]
    public void They_move_with_the_role_at_a_fault_and_at_a_stop()
    {
        foreach ((string host, _) in _hosts.Numbers)
        {
            Shell.Ip($"-n {host} link add up0 type veth peer name p-up0");
            foreach (string end in (string[])["up0", "p-up0"]) Shell.Ip($"-n {host} link set {end} up");
            Shell.Ip($"-n {host} route add 203.0.113.0/24 via 192.0.2.1"); // somebody else's
        }

        _hosts.Configure("200ms", address: $"{WatchedHosts.Vip}/24, \"{WatchedHosts.Vip6}/64\"", more: """
            routes:
                  - { to: 198.51.100.0/24, via: 192.0.2.1, source: 192.0.2.80, metric: 7 }
                  - { to: 0.0.0.0/0, table: 1000, scope: link }
                  - { to: "2001:db8:1::/48", via: "2001:db8::1", metric: 9 }
                rules:
                  - { from: 192.0.2.80/32, table: 1000 }
                  - { from: "2001:db8::80/128", table: 1000 }
                track: { interfaces: [ up0 ] }
            """);
        (RunningDirector first, RunningDirector second) = _hosts.StartBoth();
        WaitUntilOnlyOn(_hosts.First, first, second);

        // They are looked after every two seconds, and stay what they are.
        string[] ours = AllOfOurs(_hosts.First);
        Wait.Until(() => first.Status()?.Routers[0].Counters.AdvertsSent > 20, "four seconds of adverts", () => first.Log);
        Assert.Equal(ours, AllOfOurs(_hosts.First));

        Shell.Ip($"-n {_hosts.First} link set p-up0 down");
        WaitUntilOnlyOn(_hosts.Second, first, second);
        first.WaitForState("fault");

        Shell.Ip($"-n {_hosts.First} link set p-up0 up");
        first.WaitForState("backup");
        RunningDirector.Signal(second.VrrpProcess, "TERM");
        Assert.Equal(0, second.WaitForEnd());
        WaitUntilOnlyOn(_hosts.First, first, second);
        foreach ((string host, _) in _hosts.Numbers) Assert.Contains("203.0.113.0/24 via 192.0.2.1 dev eth0", All(host), StringComparison.Ordinal);
    }

    public void Dispose() => _hosts.Dispose();

    private void WaitUntilOnlyOn(string holder, params RunningDirector[] directors)
    {
        Wait.Until(
            () => _hosts.Numbers.All(host => Ours.All(line => All(host.Name).Contains(line, StringComparison.Ordinal)) == (host.Name == holder))
                && _hosts.Numbers.All(host => host.Name == holder || !All(host.Name).Contains("proto 112", StringComparison.Ordinal)),
            $"the routes and rules on {holder} alone",
            () => string.Join('\n', _hosts.Numbers.Select(host => host.Name + ":\n" + All(host.Name)).Concat(directors.Select(director => director.Log))));
    }

    private static string[] AllOfOurs(string host) => [.. All(host).Split('\n').Where(line => line.Contains("proto 112", StringComparison.Ordinal))];

    // Rules have a number and a tab before their text, routes of IPv6 a preference behind.
    private static string All(string host) =>
        string.Join('\n', ((string[])["-4 route show table all", "-6 route show table all", "-4 rule", "-6 rule"])
            .SelectMany(what => Shell.Ip($"-n {host} {what}").Split('\n')).Where(line => !line.Contains(" expires ", StringComparison.Ordinal)));
}
