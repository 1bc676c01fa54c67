using System.Net;
using System.Net.Sockets;
using HaDirector.Linux.Processes;
using HaDirector.Linux.Tests.Network;
using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Vrrp.Fence;

namespace HaDirector.Linux.Tests.Fencing;

/// <summary>Accept_Mode off in a real kernel (RFC 9568 section 6.1).</summary>
public sealed class AcceptRulesTests : IDisposable
{
    private readonly Lan _lan = new("a", "client");

    public AcceptRulesTests()
    {
        _lan.Ip("a", "address add 192.0.2.80/24 dev eth0");
        _lan.Ip("a", "address add 2001:db8::80/64 dev eth0 nodad");
        _lan.Ip("client", "address add 2001:db8::9/64 dev eth0 nodad");
    }

    [NamespaceFact, Trait("row", "DA-08"), Trait("row", "DA-09")]
    public void Packets_to_the_addresses_are_dropped_unless_accept_or_owner()
    {
        Assert.True(Connects("192.0.2.80"));
        Put(Router() with { Accept = false });
        Assert.False(Connects("192.0.2.80"));
        Assert.False(Connects("2001:db8::80"));
        Assert.True(Connects("192.0.2.11")); // the host's own

        Put(Router());
        Assert.True(Connects("192.0.2.80"));
        Put(Router(VirtualRouterSpec.OwnerPriority) with { Accept = false });
        Assert.True(Connects("192.0.2.80"));
    }

    [NamespaceFact, Trait("row", "DA-10")]
    public void Neighbours_are_answered_all_the_same()
    {
        Put(Router() with { Accept = false });
        foreach (string address in (string[])["192.0.2.80", "2001:db8::80"])
        {
            Assert.False(Connects(address));
            Assert.Matches("lladdr [0-9a-f:]{17}", _lan.Ip("client", $"neigh show {address}"));
        }
    }

    public void Dispose() => _lan.Dispose();

    private static VirtualRouterSpec Router(byte priority = 100) => new(
        "web", "eth0", 51, priority, new Centiseconds(100), Preempt: true, ChecksumForm.Rfc5798, [new IpPrefix(IpAddress.Parse("192.0.2.80"), 24)])
    {
        Excluded = [new IpPrefix(IpAddress.Parse("2001:db8::80"), 64)],
    };

    private void Put(VirtualRouterSpec router) => Assert.Null(_lan.Inside("a", () =>
        Nft.Run(AcceptTable.IsNeeded([router]) ? AcceptTable.Make([router]) : AcceptTable.Remove)));

    // A listener for each try; the packet that opens a connection is lost, not refused, when it is dropped.
    private bool Connects(string address)
    {
        using Socket listener = _lan.Inside("a", () =>
        {
            Socket socket = new(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
            socket.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
            socket.Listen();
            return socket;
        });
        int port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        return _lan.Inside("client", () =>
        {
            IPAddress target = IPAddress.Parse(address);
            using Socket socket = new(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            try
            {
                socket.Connect(target, port);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
            {
                return socket.Poll(TimeSpan.FromSeconds(2), SelectMode.SelectWrite);
            }

            return true;
        });
    }
}
