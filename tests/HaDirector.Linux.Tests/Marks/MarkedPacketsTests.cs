using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using HaDirector.Config;
using HaDirector.Engine.Marks;
using HaDirector.Linux.Processes;
using HaDirector.Linux.Tests.Network;

namespace HaDirector.Linux.Tests.Marks;

/// <summary>The kernel gives packets the marks that the file says, as a table behind ours counts them.</summary>
public sealed class MarkedPacketsTests : IDisposable
{
    private const string Watch = """
        table inet watch {
          chain in {
            type filter hook prerouting priority mangle + 1; policy accept;
            meta mark 5 meta l4proto tcp counter comment "tcp"
            meta mark 5 meta l4proto udp counter comment "udp"
            meta mark 5 meta l4proto sctp counter comment "sctp"
            meta mark 6 meta l4proto udp counter comment "six"
            meta mark 0 meta l4proto udp th dport { 4999, 5101 } counter comment "beside"
          }
          chain out {
            type filter hook postrouting priority 0; policy accept;
            meta mark 5 meta l4proto udp counter comment "own"
          }
        }

        """;

    private readonly Lan _lan = new("a", "client");

    public MarkedPacketsTests()
    {
        _lan.Ip("a", "address add 192.0.2.80/24 dev eth0");
        _lan.Ip("a", "address add 2001:db8::80/64 dev eth0 nodad");
        _lan.Ip("client", "address add 2001:db8::9/64 dev eth0 nodad");
    }

    [NamespaceFact]
    public void Packets_of_each_protocol_and_family_and_those_of_this_host_have_the_mark()
    {
        Put(Watch + Table(
            "four: { mark: 5, forwarding: dr, packets: [ 'tcp://192.0.2.80:80', 'udp://192.0.2.80:5000-5100', 'sctp://192.0.2.80:0', 'udp://192.0.2.12:7000' ], servers: [ { address: 192.0.2.21 } ] }",
            "six: { mark: 6, family: ipv6, forwarding: dr, packets: [ 'udp://[2001:db8::80]:5000' ], servers: [ { address: '2001:db8::21' } ] }"));

        Send("client", "192.0.2.80", 4999, 5101, 5000, 5100);
        Send("client", "2001:db8::80", 5001, 5000);
        Send("a", "192.0.2.12", 7001, 7000);
        _lan.Inside("client", () =>
        {
            // By hand, for this kernel may have no SCTP: a header of IP whose lengths, checksum and source the kernel fills in, then ports, tag and checksum.
            using Socket sctp = new(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Raw);
            byte[] packet = [0x45, 0, 0, 32, 0, 0, 0, 0, 64, 132, 0, 0, 0, 0, 0, 0, 192, 0, 2, 80, 0, 9, 0, 7, 0, 0, 0, 1, 0, 0, 0, 0];
            sctp.SendTo(packet, new IPEndPoint(IPAddress.Parse("192.0.2.80"), 0));
            using Socket tcp = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            return Assert.Throws<SocketException>(() => tcp.Connect("192.0.2.80", 80)).SocketErrorCode;
        });

        foreach ((string what, int packets) in (ReadOnlySpan<(string, int)>)[("udp", 2), ("beside", 2), ("six", 1), ("own", 1), ("sctp", 1), ("tcp", 1)])
        {
            Wait.Until(() => Counted(what) >= packets, what, Rules);
            Assert.True(Counted(what) == packets, Rules());
        }
    }

    [NamespaceFact]
    public void As_many_as_a_file_may_have_are_taken_by_nft_and_one_more_is_refused()
    {
        Put(Table(Many(4096)));
        Assert.Equal(4096, Regex.Count(Rules(), @"tcp \. 192\.0\.2\.80 \. \d+ : 0x0*5\b"));
        LoadResult result = Load(Many(4097));
        Assert.Null(result.Plan);
        Assert.Contains(result.Diagnostics, diagnostic => diagnostic.Message.Contains("more than 4096", StringComparison.Ordinal));
    }

    public void Dispose() => _lan.Dispose();

    // Every other port, so that none can be put together.
    private static string Many(int count) =>
        $"many: {{ mark: 5, forwarding: dr, packets: [ {string.Join(", ", Enumerable.Range(0, count).Select(n => $"'tcp://192.0.2.80:{(2 * n) + 1}'"))} ], servers: [ {{ address: 192.0.2.21 }} ] }}";

    private static LoadResult Load(params string[] services) =>
        ConfigFile.Load($"directors: {{ lb01: {{ address: 192.0.2.11 }} }}\nservices:\n{string.Concat(services.Select(service => $"  {service}\n"))}", "f.yaml", "lb01");

    private static string Table(params string[] services)
    {
        LoadResult result = Load(services);
        Assert.True(result.Plan is not null, string.Join('\n', result.Diagnostics));
        return MarkTable.Make(result.Plan)!;
    }

    private void Put(string script) => Assert.Null(_lan.Inside("a", () => Nft.Run(script)));

    private void Send(string from, string address, params int[] ports) => _lan.Inside(from, () =>
    {
        IPAddress to = IPAddress.Parse(address);
        using Socket socket = new(to.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        return ports.Sum(port => socket.SendTo([1], new IPEndPoint(to, port)));
    });

    private string Rules() => Command.Run("ip", "netns", "exec", _lan.Name("a"), "nft", "list", "ruleset");

    private int Counted(string what) => int.Parse(Regex.Match(Rules(), $"counter packets (\\d+) bytes \\d+ comment \"{what}\"").Groups[1].ValueSpan, CultureInfo.InvariantCulture);
}
