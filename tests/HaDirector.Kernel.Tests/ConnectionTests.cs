using System.Net;
using System.Net.Sockets;
using HaDirector.Ipvs;
using HaDirector.Ipvs.Connections;
using HaDirector.Linux.Connections;
using static HaDirector.Kernel.Tests.Tables;

namespace HaDirector.Kernel.Tests;

/// <summary>The kernel's list of connections, of both families and with persistence templates, read as the kernel counts them itself.</summary>
[Collection("kernel")]
public sealed class ConnectionTests : IDisposable
{
    private const int Each = 150; // connections of each kind
    private readonly RealKernel _kernel = new();
    private readonly List<Socket> _clients = [];

    public ConnectionTests()
    {
        // Packets to the servers vanish in a device that leads nowhere; their connections stay.
        RealKernel.RunWith(
            """
            link add hd-conn type dummy
            link set hd-conn up
            addr add 192.0.2.1/32 dev hd-conn
            addr add 192.0.2.80/32 dev hd-conn
            addr add 2001:db8::1/128 dev hd-conn nodad
            addr add 2001:db8::80/128 dev hd-conn nodad
            route add 198.51.100.0/24 dev hd-conn
            route add 2001:db8:1::/64 dev hd-conn

            """,
            "ip", "-batch", "-");
    }

    public void Dispose()
    {
        foreach (Socket client in _clients) client.Dispose();
        RealKernel.Run("ip", "link", "delete", "hd-conn");
        _kernel.Dispose();
    }

    [KernelFact]
    public void Hundreds_of_connections_are_listed_as_the_kernel_counts_them()
    {
        ServiceSpec sticky = Spec("rr", ServiceFlags.Persistent, 300, 24), sticky6 = Spec("rr", ServiceFlags.Persistent, 300, 64);
        Assert.True(_kernel.Reconcile(Table(
            ("udp://192.0.2.80:53", Service(Spec(), ("198.51.100.21:53", Dr()), ("198.51.100.22:53", Dr()))),
            ("tcp://192.0.2.80:80", Service(sticky, ("198.51.100.21:80", Dr()))),
            ("udp://[2001:db8::80]:53", Service(Spec(), ("[2001:db8:1::21]:53", Dr()), ("[2001:db8:1::22]:53", Dr()))),
            ("tcp://[2001:db8::80]:80", Service(sticky6, ("[2001:db8:1::21]:80", Dr()))))).Result.Complete);
        for (int i = 0; i < Each; i++)
        {
            Send("192.0.2.1", "192.0.2.80", ProtocolType.Udp, 53);
            Send("192.0.2.1", "192.0.2.80", ProtocolType.Tcp, 80);
            Send("2001:db8::1", "2001:db8::80", ProtocolType.Udp, 53);
            Send("2001:db8::1", "2001:db8::80", ProtocolType.Tcp, 80);
        }

        TableStatus table = _kernel.Ipvs.ReadStatus();
        ConnectionOwners owners = new(table);
        ConnectionTally tally = new();
        List<ConnectionEntry> all = Read(withOrigin: false);
        foreach (ConnectionEntry entry in all) tally.Add(entry, owners.Of(entry));

        Assert.Equal(4 * Each, all.Count(entry => !entry.IsTemplate));
        Assert.Equal(RealKernel.Run("ipvsadm", "-Lnc").Split('\n').Count(line => line.Contains(':', StringComparison.Ordinal)), all.Count);
        foreach (ServiceStatus service in table.Services)
        {
            foreach (DestinationStatus server in service.Destinations)
            {
                ConnectionTally.Row row = Assert.Single(tally.Rows, row => row.Service == service.Key && row.Server == server.Address);
                Assert.Equal((server.Active + server.Inactive, server.Persistent), ((uint)row.Connections, (uint)row.Templates));
                Assert.Equal(service.Key.Transport == Transport.Udp ? "UDP" : "SYN_RECV", Assert.Single(row.States).State);
            }
        }
        Assert.Equal([At("192.0.2.0:0"), At("[2001:db8::]:0")], all.Where(entry => entry.IsTemplate).Select(entry => entry.Client).Order());
        Assert.All(Read(withOrigin: true), entry => Assert.Equal(ConnectionOrigin.Local, entry.Origin));
    }

    private static List<ConnectionEntry> Read(bool withOrigin)
    {
        Assert.True(ConnectionReader.TryOpen(withOrigin, out ConnectionReader? reader, out string why), why);
        using (reader)
        {
            List<ConnectionEntry> all = [];
            while (reader!.TryRead(out ConnectionEntry entry)) all.Add(entry);
            Assert.Empty(reader.Faults);
            return all;
        }
    }

    private void Send(string from, string to, ProtocolType protocol, int port)
    {
        Socket client = new(IPAddress.Parse(from).AddressFamily, protocol == ProtocolType.Udp ? SocketType.Dgram : SocketType.Stream, protocol) { Blocking = false };
        _clients.Add(client);
        client.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        try
        {
            client.Connect(IPAddress.Parse(to), port);
            if (protocol == ProtocolType.Udp) client.Send([1]);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // A connection that nobody answers.
        }
    }
}
