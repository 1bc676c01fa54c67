using System.Net;
using System.Net.Sockets;
using HaDirector.EndToEnd.Tests.Support;

namespace HaDirector.EndToEnd.Tests;

/// <summary>Checks through the virtual addresses of both families by a whole director, while it holds them.</summary>
[Trait("lab", "guest")]
public sealed class CheckPathTests : IDisposable
{
    private readonly TwoHosts _hosts = new();
    private readonly List<TcpListener> _servers = [];

    [IpvsFact]
    public void The_master_reaches_the_server_through_addresses_of_its_own() => Reaches("");

    [IpvsFact]
    public void So_it_does_with_a_virtual_mac() => Reaches("virtual_mac: true");

    public void Dispose()
    {
        foreach (TcpListener server in _servers) server.Stop();
        _hosts.Dispose();
    }

    private void Reaches(string more)
    {
        foreach ((string host, int last) in _hosts.Numbers) Shell.Ip($"-n {host} addr add 2001:db8::{last}/64 dev eth0 nodad");
        foreach (string setting in (string[])["arp_ignore=1", "arp_announce=2"]) Sysctl(_hosts.Second, $"net.ipv4.conf.all.{setting}");
        foreach (string address in (string[])[$"{TwoHosts.Vip}/32", $"{TwoHosts.Vip6}/128"]) Shell.Ip($"-n {_hosts.Second} addr add {address} dev lo");
        foreach (string address in (string[])[TwoHosts.Vip, TwoHosts.Vip6]) _servers.Add(Listen(address));
        _hosts.Configure(more: more.Length == 0 ? "" : $"    {more}", addresses: $"{TwoHosts.Vip}/24, \"{TwoHosts.Vip6}/64\"", rest: $$"""
            services:
              four:
                address: tcp://{{TwoHosts.Vip}}:80
                forwarding: dr
                check: { tcp: {}, via: virtual_address, interval: 1s, timeout: 900ms }
                servers: [ { address: 192.0.2.12 } ]
              six:
                address: "tcp://[{{TwoHosts.Vip6}}]:80"
                forwarding: dr
                check: { tcp: {}, via: virtual_address, source: { lb01: "2001:db8::11", lb02: "2001:db8::12" }, interval: 1s, timeout: 900ms }
                servers: [ { address: "2001:db8::12" } ]
            """);
        RunningDirector director = _hosts.Start("lb01");
        Wait.Until(() => director.Status()?.Routers is { Count: 2 } routers && routers.All(router => router.State == "master"), "both routers to be master", () => director.Log);
        director.WaitForLog("condition check-path-closed (eth0)");

        Sysctl(_hosts.First, "net.ipv4.conf.eth0.accept_local=1");
        Verdicts(director, "up up");
        Assert.Empty(director.Report().Ipvs.ForeignServices); // the marks are ours
        Wait.Until(() => director.Status()?.Conditions.Any(condition => condition.Name == "check-path-closed") == false, "the end of the condition", () => director.Log);

        foreach (TcpListener server in _servers) server.Stop();
        Verdicts(director, "down down");
        Assert.All(director.Report().Services, service => Assert.Equal("connection refused", service.Servers[0].Check!.LastResult)); // by the server: here nobody listens, nor is asked
    }

    private static void Verdicts(RunningDirector director, string wanted) => Wait.Until(
        () => director.Status() is { } status && string.Join(' ', status.Services.Select(service => service.Servers[0].Verdict)) == wanted, wanted, () => director.Log);

    private static void Sysctl(string host, string setting) => Assert.Equal(0, TwoHosts.On(host, "sysctl", "-qw", setting).Code);

    private TcpListener Listen(string address) => TwoHosts.Inside(_hosts.Second, () =>
    {
        TcpListener listener = new(IPAddress.Parse(address), 80);
        listener.Start();
        return listener;
    });
}
