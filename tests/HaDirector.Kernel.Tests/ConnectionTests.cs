using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using HaDirector.Cli.Ipvs;
using HaDirector.Ipvs;
using HaDirector.Ipvs.Connections;
using HaDirector.Ipvs.Ipvsadm;
using HaDirector.Linux.Connections;
using HaDirector.Linux.Names;
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
            addr add 192.0.2.81/32 dev hd-conn
            addr add 2001:db8::1/128 dev hd-conn nodad
            addr add 2001:db8::80/128 dev hd-conn nodad
            addr add 2001:db8::81/128 dev hd-conn nodad
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
        List<ConnectionEntry> listed = Read(withOrigin: false);
        List<ConnectionEntry> all = [.. listed.Where(entry => owners.Of(entry) is not null)]; // those of other tests go on for a while
        foreach (ConnectionEntry entry in all) tally.Add(entry, owners.Of(entry));

        Assert.Equal(4 * Each, all.Count(entry => !entry.IsTemplate));
        Assert.Equal(RealKernel.Run("ipvsadm", "-Lnc").Split('\n').Count(line => line.Contains(':', StringComparison.Ordinal)), listed.Count);
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

    [KernelFact]
    public void Connections_and_counters_are_listed_as_ipvsadm_lists_them_and_zeroed()
    {
        Assert.True(_kernel.Reconcile(Table(
            ("udp://192.0.2.81:53", Service(Spec(), ("198.51.100.21:53", Dr()), ("198.51.100.22:53", Dr()))),
            ("tcp://192.0.2.81:80", Service(Spec("rr", ServiceFlags.Persistent, 300, 24), ("198.51.100.21:80", Dr()))),
            ("tcp://[2001:db8::81]:80", Service(Spec("rr", ServiceFlags.Persistent, 300, 64), ("[2001:db8:1::21]:80", Dr()))))).Result.Complete);
        for (int i = 0; i < 10; i++)
        {
            Send("192.0.2.1", "192.0.2.81", ProtocolType.Udp, 53);
            Send("192.0.2.1", "192.0.2.81", ProtocolType.Tcp, 80);
            Send("2001:db8::1", "2001:db8::81", ProtocolType.Tcp, 80);
        }

        Assert.Equal(Timeless(RealKernel.Run("ipvsadm", "-Lnc")), Timeless(Ours("-Lnc")));
        Assert.Equal(Timeless(RealKernel.Run("ipvsadm", "-Lnc", "--persistent-conn")), Timeless(VerbTests.Done("list", "--show", "connections")));
        Assert.Equal(32, Timeless(Ours("-Lnc")).Count(line => line.Contains("192.0.2.81:", StringComparison.Ordinal) || line.Contains("[2001:db8::81]:", StringComparison.Ordinal))); // two are templates

        Summed(connections: 10);
        string counted = VerbTests.Done("list", "--show", "counters", "--exact");
        Assert.EndsWith(counted, RealKernel.Run("ipvsadm", "-Ln", "--stats", "--exact"), StringComparison.Ordinal);
        Assert.True(Regex.IsMatch(counted, "UDP  192.0.2.81:53 +10 +10 +0 +290 +0 *\n"), counted);
        VerbTests.Done("zero", "udp://192.0.2.81:53");
        Assert.Equal([true, false, false], Zeroed());
        VerbTests.Done("zero");
        Assert.Equal([true, true, true], Zeroed());
    }

    // Since Linux 6.2 what the processors counted is summed up every other second.
    private void Summed(ulong connections)
    {
        for (int i = 0; i < 600 && _kernel.Ipvs.ReadStatus().Services.Any(s => s.Traffic.Connections != connections); i++) Thread.Sleep(50);
    }

    private bool[] Zeroed() => [.. _kernel.Ipvs.ReadStatus().Services.OrderBy(s => s.Key.Transport == Transport.Tcp).Select(s => s.Traffic.IsZero)];

    private string Ours(params string[] words)
    {
        Assert.True(IpvsadmLine.TryParse(words, NoNames.Instance, out IpvsadmCommand? command, out _));
        using StringWriter page = new() { NewLine = "\n" };
        Assert.True(TablePrinter.List(_kernel.Ipvs, Assert.IsType<IpvsadmCommand.List>(command).What, new SystemNames(TimeSpan.Zero), page, out string why), why);
        return page.ToString();
    }

    // The list is the kernel's hash table in its order of the moment, and time goes on between two readings.
    private static string[] Timeless(string listing) =>
        [.. listing.Split('\n')[..2], .. listing.TrimEnd('\n').Split('\n')[2..].Select(line => Regex.Replace(line, @"(?<=^\S+ +)\d\d:\d\d", "mm:ss")).Order(StringComparer.Ordinal)];

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
