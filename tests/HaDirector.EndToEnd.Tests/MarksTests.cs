using HaDirector.EndToEnd.Tests.Support;

namespace HaDirector.EndToEnd.Tests;

/// <summary>The table of nftables that gives packets the marks of their services: there from the start, put right when somebody changed it, gone when nobody wants it.</summary>
public sealed class MarksTests : IDisposable
{
    private const string Table = "inet hadirector-marks";

    private readonly TwoHosts _hosts = new();

    [RootFact]
    public void Packets_are_marked_as_the_file_says_until_it_says_so_no_more()
    {
        Configure("tcp://192.0.2.80:80, tcp://192.0.2.81:8000-8010");
        RunningDirector director = _hosts.Start("lb01");
        WaitForTable(director, "192.0.2.81", "8000-8010");
        director.WaitForLog("packets are marked and masqueraded as the plan says"); // it has seen its table

        Assert.Equal(0, TwoHosts.Nft(_hosts.First, "delete table " + Table).Code);
        director.WaitForLog("somebody else removed the table");
        WaitForTable(director, "192.0.2.81", "8000-8010");
        director.WaitForLog("condition marks-drift is over");
        Assert.Equal(0, TwoHosts.Nft(_hosts.First, $"flush chain {Table} output").Code);
        director.WaitForLog("somebody else changed the table");
        Wait.Until(() => Listing().Split("meta mark set").Length == 3, "both chains", () => director.Log + Listing());

        Configure("tcp://192.0.2.80:80, udp://192.0.2.82:5000");
        Reload(director);
        WaitForTable(director, "192.0.2.82", "5000");
        Assert.DoesNotContain("192.0.2.81", Listing(), StringComparison.Ordinal);

        _hosts.Configure();
        Reload(director);
        WaitForNone(director);

        Configure("tcp://192.0.2.80:80");
        Reload(director);
        WaitForTable(director, "192.0.2.80");
        RunningDirector.Signal(director.VrrpProcess, "TERM");
        Assert.Equal(0, director.WaitForEnd());
        Assert.Equal("", Listing());
    }

    [RootFact]
    public void A_crash_leaves_the_table_and_cleanup_takes_it_away_unless_it_is_to_be_kept()
    {
        foreach (bool keep in (bool[])[true, false])
        {
            Configure("tcp://192.0.2.80:80", keep ? "ipvs: { on_stop: keep }" : "");
            RunningDirector director = _hosts.Start("lb01");
            WaitForTable(director, "192.0.2.80");
            _hosts.End(director);
            Assert.Contains("192.0.2.80", Listing(), StringComparison.Ordinal);

            (int code, string output) = TwoHosts.On(_hosts.First, RunningDirector.Executable, "cleanup");
            Assert.True(code == 0, output);
            Assert.Equal(keep, Listing().Length > 0);
            TwoHosts.Nft(_hosts.First, "delete table " + Table);
        }
    }

    [RootFact]
    public void Without_nft_a_condition_says_so_and_the_director_goes_on()
    {
        Configure("tcp://192.0.2.80:80");
        RunningDirector director = _hosts.Start("lb01", nft: false);
        Wait.Until(() => director.Report().Conditions.Any(condition => condition.Name == "marks-refused"), "the condition", () => director.Log);
        director.WaitForState("master");
    }

    public void Dispose() => _hosts.Dispose();

    private void Configure(string packets, string rest = "") => _hosts.Configure(rest: $$"""
        {{rest}}
        services:
          web:
            mark: 5
            packets: [ {{packets.Replace("tcp:", "\"tcp:", StringComparison.Ordinal).Replace("udp:", "\"udp:", StringComparison.Ordinal).Replace(",", "\",", StringComparison.Ordinal)}}" ]
            forwarding: nat
            servers: [ { address: 192.0.2.12 } ]
            check: { tcp: {}, port: 80, interval: 1s, timeout: 900ms }
        """);

    private static void Reload(RunningDirector director) => RunningDirector.Signal(director.VrrpProcess, "HUP");

    // Empty when there is none.
    private string Listing() => TwoHosts.Nft(_hosts.First, "list table " + Table) is (0, { } text) ? text : "";

    private void WaitForTable(RunningDirector director, params string[] words) =>
        Wait.Until(() => Listing() is { } text && words.All(word => text.Contains(word, StringComparison.Ordinal)), "the table with " + string.Join(", ", words), () => director.Log + Listing());

    private void WaitForNone(RunningDirector director) => Wait.Until(() => Listing().Length == 0, "no table", () => director.Log + Listing());
}
