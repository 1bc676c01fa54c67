using System.Text;
using HaDirector.Config;
using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Ipvs;
using HaDirector.Ipvs.Ipvsadm;
using HaDirector.Model;
using HaDirector.Tests.Ipvs;

namespace HaDirector.Tests.Config;

/// <summary>Tables of ipvsadm as configuration files.</summary>
public sealed class TableYamlTests
{
    private const string Rules = """
        -A -t 192.0.2.80:80 -s sh -p 300 -M 255.255.255.0 -b sh-port,sh-fallback
        -a -t 192.0.2.80:80 -r 198.51.100.1:80 -g -w 1 -x 100 -y 50
        -a -t 192.0.2.80:80 -r 198.51.100.2:80 -g -w 0
        -A -u 192.0.2.80:53 -s rr -o
        -a -u 192.0.2.80:53 -r 198.51.100.1:5353 -m -w 65535
        -a -u 192.0.2.80:53 -r 198.51.100.2:53 -i -w 3
        -A -t [2001:db8::80]:443 -s wlc
        -a -t [2001:db8::80]:443 -r [2001:db8::1]:443 -g -w 1
        -A -f 7 -s wrr
        -a -f 7 -r 198.51.100.1:0 -g -w 1
        -A -f 7 -6 -s wrr
        -a -f 7 -6 -r [2001:db8::1]:0 -g -w 1
        -A --sctp-service 192.0.2.80:9 -s lc
        -a --sctp-service 192.0.2.80:9 -r 198.51.100.1:9 -m -w 2
        -A -u 192.0.2.80:5060 -s twos -p 60 --pe sip
        -a -u 192.0.2.80:5060 -r 198.51.100.1:5060 -i -w 1 --tun-type gue --tun-port 6080 --tun-csum
        -a -u 192.0.2.80:5060 -r 198.51.100.2:5060 -i -w 1 --tun-type gue --tun-port 6080 --tun-csum
        -a -u 192.0.2.80:5060 -r [2001:db8::1]:5060 -i -w 1 --tun-type gre
        -a -u 192.0.2.80:5060 -r 198.51.100.3:5060 -i -w 1
        """;

    private const int Seeds = 160; // the tables that the kernel's tests hold against ipvsadm

    [Fact]
    public void The_file_makes_the_same_table()
    {
        IpvsTable table = Read(Rules);
        TableFile file = TableYaml.Render(table);
        AssertSame(table, file, "the rules");
        Assert.Equal(0, file.LeftOut);
        Assert.DoesNotContain("left out", file.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Generated_tables_come_back_but_for_what_is_told()
    {
        GoldenTables tables = new([.. Schedulers.All.Select(s => s.Name)]);
        int whole = 0;
        for (int seed = 1; seed <= Seeds; seed++)
        {
            IpvsTable table = tables.Generate(new Random(seed)), said = Sayable(table, out int gaps);
            TableFile file = TableYaml.Render(table);
            AssertSame(said, file, $"seed {seed}");
            Assert.True(gaps == file.LeftOut, $"seed {seed}: {gaps} gaps, {file.LeftOut} told\n{file.Text}");
            whole += said.Services.Count(s => s.Value.SameAs(table.Services[s.Key], s.Key.Family));
        }

        Assert.InRange(whole, 100, int.MaxValue); //  what is said by halves everywhere would show nothing
        Assert.Subset(tables.Covered.ToHashSet(), new HashSet<string>(["engine", "mixed", "Gue", "Gre", "Remote", "thresholds", "twos", "mark", "prefix"]));
    }

    [Fact]
    public void What_cannot_be_said_is_a_comment()
    {
        DestinationSpec plain = new(Forwarding.DirectRouting, 1);
        ServiceSpec wlc = new("wlc", ServiceFlags.None, 0, 32);
        TableFile file = TableYaml.Render(new IpvsTable(new Dictionary<ServiceKey, VirtualService>
        {
            [Key("tcp://192.0.2.80:80")] = Of(wlc),
            [Key("mark:4294967295")] = Of(wlc, ("198.51.100.1:0", plain)),
            [Key("tcp://192.0.2.81:80")] = Of(wlc with { Scheduler = "special" }, ("198.51.100.1:80", plain)),
            [Key("tcp://192.0.2.82:80")] = Of(
                wlc with { Flags = ServiceFlags.OnePacket | ServiceFlags.SchedulerFallback },
                ("[2001:db8::1]:80", plain), ("198.51.100.1:80", plain with { Weight = 70000, UpperThreshold = 3_000_000_000 })),
            [Key("tcp://192.0.2.83:5060")] = Of(new ServiceSpec("wlc", ServiceFlags.Persistent, 60, 32) { PersistenceEngine = "sip" }, ("198.51.100.1:5060", plain)),
            [Key("tcp://192.0.2.84:0")] = Of(wlc, ("198.51.100.1:0", plain)),
            [Key("mark:1207959553")] = Of(wlc, ("198.51.100.1:0", plain)),
        }));
        Assert.Equal(
            [
                "tcp://192.0.2.80:80: it has no server that can be said",
                "tcp://192.0.2.81:80: no scheduler 'special' is known",
                "flags that wlc does not heed",
                "one_packet, which is for UDP",
                "[2001:db8::1]:80: it is of another family than its service",
                "persistence engine sip",
                "tcp://192.0.2.84:0: port 0 without persistence schedules nothing",
                "mark:1207959553: hadirector itself makes such marks, for its checks",
                "mark:4294967295: a mark is at most 2147483647",
            ],
            file.Text.Split('\n').Where(line => line.Contains("# left out: ", StringComparison.Ordinal)).Select(line => line[(line.IndexOf("# left out: ", StringComparison.Ordinal) + 12)..]));
        Assert.Contains("weight: 65535, upper_threshold: 2147483647 } # was weight 70000, upper_threshold 3000000000\n", file.Text, StringComparison.Ordinal);
        Assert.Equal(10, file.LeftOut);
        Assert.NotNull(Load(file).Plan);
    }

    // The port of a server means nothing without nat: it is the service's in the file.
    private static IpvsTable Sayable(IpvsTable table, out int gaps)
    {
        Dictionary<ServiceKey, VirtualService> services = [];
        gaps = 0;
        foreach ((ServiceKey key, VirtualService service) in table.Services)
        {
            bool Counts(KeyValuePair<IpEndpoint, DestinationSpec> server) => server.Value.Forwarding == Forwarding.Nat || server.Key.Port == key.Address.Port;
            HashSet<IpEndpoint> taken = [.. service.Destinations.Where(Counts).Select(d => d.Key)];
            OrderedDictionary<IpEndpoint, DestinationSpec> servers = [];
            foreach (KeyValuePair<IpEndpoint, DestinationSpec> server in service.Destinations)
            {
                IpEndpoint at = Counts(server) ? server.Key : new IpEndpoint(server.Key.Address, key.Address.Port);
                if (at == server.Key || taken.Add(at)) servers.Add(at, server.Value);
                if (at != server.Key) gaps++;
            }

            if (servers.Count > 0) services.Add(key, service with { Destinations = servers });
            else gaps++;
        }

        return new IpvsTable(services);
    }

    private static void AssertSame(IpvsTable expected, TableFile file, string of)
    {
        LoadResult loaded = Load(file);
        Assert.True(loaded.Plan is not null, $"{of}: {string.Join('\n', loaded.Diagnostics)}\n{file.Text}");
        IpvsTable desired = new ServiceMachine(loaded.Plan!, IpvsTable.Empty, default, static _ => Verdict.Unknown).Desired;
        Assert.True(expected.SameAs(desired), $"{of}: {string.Join('\n', Reconciler.Diff(desired, expected, static _ => true))}\n{file.Text}");
        foreach ((ServiceKey key, VirtualService service) in expected.Services) Assert.Equal(service.Destinations.Keys, desired.Services[key].Destinations.Keys);
    }

    private static ServiceKey Key(string text) => ServiceKey.TryParse(text, out ServiceKey key) ? key : throw new FormatException(text);

    private static VirtualService Of(ServiceSpec spec, params (string Address, DestinationSpec How)[] servers)
    {
        OrderedDictionary<IpEndpoint, DestinationSpec> destinations = [];
        foreach ((string address, DestinationSpec how) in servers) destinations.Add(IpEndpoint.TryParse(address, out IpEndpoint at) ? at : throw new FormatException(address), how);
        return new VirtualService(spec, destinations);
    }

    private static LoadResult Load(TableFile file) => ConfigFile.Load(Encoding.UTF8.GetBytes(file.Text), "table.yaml", null);

    private static IpvsTable Read(string rules)
    {
        RulesReader reader = new(IpvsTable.Empty, NoNames.Instance);
        reader.Feed(Encoding.ASCII.GetBytes(rules));
        Rules read = reader.Finish();
        Assert.Empty(read.Faults);
        return read.Table;
    }
}
