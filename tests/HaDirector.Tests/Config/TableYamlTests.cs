using System.Text;
using HaDirector.Config;
using HaDirector.Ipvs;
using HaDirector.Ipvs.Ipvsadm;

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
        """;

    [Fact]
    public void The_file_loads_and_means_the_same_table()
    {
        IpvsTable table = Read(Rules);
        string yaml = TableYaml.Render(table);
        LoadResult loaded = ConfigFile.Load(Encoding.UTF8.GetBytes(yaml), "table.yaml", null);
        Assert.True(loaded.Plan is not null, string.Join('\n', loaded.Diagnostics) + "\n" + yaml);
        Assert.DoesNotContain("left out", yaml, StringComparison.Ordinal);
        Assert.Equal(table.Services.Keys.Order().Select(k => k.ToString()), loaded.Plan!.Services.Select(s => s.Key).Order().Select(k => k.ToString()));
    }

    [Fact]
    public void What_cannot_be_said_is_a_comment()
    {
        string yaml = TableYaml.Render(Read(
            "-A -t 192.0.2.80:80\n-A -f 4294967295\n-a -f 4294967295 -r 198.51.100.1\n-A -t 192.0.2.81:80 -s special\n-a -t 192.0.2.81:80 -r 198.51.100.1\n"
            + "-A -t 192.0.2.82:80\n-a -t 192.0.2.82:80 -r [2001:db8::1]:80 -i\n-a -t 192.0.2.82:80 -r 198.51.100.1 -w 70000\n"));
        Assert.Contains("# left out: tcp://192.0.2.80:80: it has no server that can be said\n", yaml, StringComparison.Ordinal);
        Assert.Contains("# left out: mark:4294967295: a mark is at most 2147483647\n", yaml, StringComparison.Ordinal);
        Assert.Contains("# left out: tcp://192.0.2.81:80: no scheduler 'special' is known\n", yaml, StringComparison.Ordinal);
        Assert.Contains("      # left out: [2001:db8::1]:80: it is of another family than its service\n", yaml, StringComparison.Ordinal);
        Assert.Contains("weight: 65535 } # was weight 70000\n", yaml, StringComparison.Ordinal);
        Assert.NotNull(ConfigFile.Load(Encoding.UTF8.GetBytes(yaml), "table.yaml", null).Plan);
    }

    private static IpvsTable Read(string rules)
    {
        RulesReader reader = new(IpvsTable.Empty, NoNames.Instance);
        reader.Feed(Encoding.ASCII.GetBytes(rules));
        Rules read = reader.Finish();
        Assert.Empty(read.Faults);
        return read.Table;
    }
}
