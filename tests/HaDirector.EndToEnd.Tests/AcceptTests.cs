using System.Net;
using System.Net.Sockets;
using HaDirector.EndToEnd.Tests.Support;

namespace HaDirector.EndToEnd.Tests;

/// <summary>accept: false with whole daemons: nobody talks to the master itself by the virtual address, what only comes through it passes.</summary>
public sealed class AcceptTests : IDisposable
{
    private const string Table = "inet hadirector-accept";
    private const int Service = 8080, Port = 8081;

    private readonly WatchedHosts _hosts = new();
    private readonly List<Socket> _listeners = [];

    [RootFact]
    public void The_address_answers_neither_ping_nor_a_connection_but_what_passes_through_goes_on()
    {
        Shell.Ip($"-n {_hosts.Watcher} addr add 192.0.2.9/24 dev br0");
        Shell.Ip($"-n {_hosts.Watcher} addr add 2001:db8::9/64 dev br0 nodad");
        Shell.Ip($"-n {_hosts.Watcher} route add 198.51.100.1/32 via {WatchedHosts.Vip}"); // a client whose gateway is the virtual address
        foreach ((string host, int last) in _hosts.Numbers)
        {
            Shell.Ip($"-n {host} addr add 198.51.100.1/32 dev lo");
            _listeners.Add(WatchedHosts.Inside(host, Listen));
            // A service as IPVS would take it, where the kernel may have none: given to a server before the host itself gets it.
            string service = $"add table ip service; add chain ip service in {{ type nat hook prerouting priority -100; }}; "
                + $"add rule ip service in ip daddr {WatchedHosts.Vip} tcp dport {Service} dnat to 192.0.2.{last}:{Port}";
            Assert.Equal((0, ""), WatchedHosts.Nft(host, service));
        }

        Configure(accept: false);
        (RunningDirector master, RunningDirector backup) = _hosts.StartBoth();
        Wait.Until(() => WatchedHosts.Holds(_hosts.First, WatchedHosts.Vip6), "both families on lb01", () => master.Log);
        AssertNothingButWhatPasses("192.0.2.11");

        RunningDirector.Signal(master.VrrpProcess, "TERM");
        Assert.Equal(0, master.WaitForEnd());
        Assert.NotEqual(0, WatchedHosts.Nft(_hosts.First, $"list table {Table}").Code);
        Wait.Until(() => WatchedHosts.Holds(_hosts.Second) && WatchedHosts.Holds(_hosts.Second, WatchedHosts.Vip6), "both families on lb02", () => backup.Log);
        AssertNothingButWhatPasses("192.0.2.12");

        // The same questions are answered as soon as the file allows it.
        Configure(accept: true);
        RunningDirector.Signal(backup.VrrpProcess, "HUP");
        Wait.Until(() => WatchedHosts.Nft(_hosts.Second, $"list table {Table}").Code != 0, "the end of the table", () => backup.Log);
        foreach (string address in (string[])[WatchedHosts.Vip, WatchedHosts.Vip6])
        {
            Wait.Until(() => Pings(address), $"an echo of {address}", () => backup.Log);
            Assert.True(Connects(address, Port));
        }
    }

    public void Dispose()
    {
        foreach (Socket listener in _listeners) listener.Dispose();
        _hosts.Dispose();
    }

    private void AssertNothingButWhatPasses(string own)
    {
        foreach (string address in (string[])[WatchedHosts.Vip, WatchedHosts.Vip6])
        {
            Assert.False(Pings(address));
            Assert.False(Connects(address, Port));
        }

        Wait.Until(() => Connects(WatchedHosts.Vip, Service), "the service");
        Wait.Until(() => Connects("198.51.100.1", Port), "what lies behind the address");
        Wait.Until(() => Pings(own), "the host's own address");
    }

    private void Configure(bool accept) => _hosts.Configure(
        "200ms", address: $"{WatchedHosts.Vip}/24, \"{WatchedHosts.Vip6}/64\"", more: $"accept: {(accept ? "true" : "false")}");

    private bool Pings(string address) => WatchedHosts.On(_hosts.Watcher, "ping", "-c", "2", "-i", "0.2", "-W", "1", address).Code == 0;

    // The packet that opens a connection is lost, not refused, when it is dropped.
    private bool Connects(string address, int port) => WatchedHosts.Inside(_hosts.Watcher, () =>
    {
        IPAddress target = IPAddress.Parse(address);
        using Socket socket = new(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        try
        {
            socket.Connect(target, port);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            return socket.Poll(TimeSpan.FromSeconds(1), SelectMode.SelectWrite);
        }

        return true;
    });

    private static Socket Listen()
    {
        Socket socket = new(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
        socket.Bind(new IPEndPoint(IPAddress.IPv6Any, Port));
        socket.Listen();
        return socket;
    }
}
