using System.Text;
using HaDirector.Control;
using HaDirector.Control.Metrics;
using HaDirector.Tests.Architecture;

namespace HaDirector.Tests.Control;

/// <summary>Status and metrics are promises to other people's programs: their texts are written down, and so is every name.</summary>
public sealed class GoldenTests
{
    [Fact]
    public void Status_is_written_as_before() => AssertGolden("status.json", Encoding.UTF8.GetString(ControlJson.Write(Snapshots.Full)) + "\n");

    [Fact]
    public void Metrics_are_written_as_before() => AssertGolden("metrics.txt", MetricsText.Render(Snapshots.Full));

    [Fact]
    public void Status_survives_being_written_and_read()
    {
        byte[] written = ControlJson.Write(Snapshots.Full);
        Snapshot? read = ControlJson.TryRead(written, out string reason);
        Assert.Equal("", reason);
        Assert.Equal(Encoding.UTF8.GetString(written), Encoding.UTF8.GetString(ControlJson.Write(read!)));
    }

    [Theory]
    [InlineData("", "not a status")]
    [InlineData("[]", "not a status")]
    [InlineData("null", "empty")]
    [InlineData("{\"api\":1}", "not a status")]
    public void What_is_no_status_is_told(string text, string reason)
    {
        Assert.Null(ControlJson.TryRead(Encoding.UTF8.GetBytes(text), out string told));
        Assert.Contains(reason, told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_status_of_another_version_is_refused()
    {
        byte[] newer = ControlJson.Write(Snapshots.Full with { Api = 2 });
        Assert.Null(ControlJson.TryRead(newer, out string reason));
        Assert.Contains("version 2", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_metric_is_in_the_manual_and_the_manual_has_no_other()
    {
        IEnumerable<string> written = MetricsText.Render(Snapshots.Full).Split('\n').Where(l => l.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(l => l.Split(' ')[2]);
        IEnumerable<string> documented = Repository.Read("docs", "metrics.md").Split('\n').Where(l => l.StartsWith("| `hadirector_", StringComparison.Ordinal)).Select(l => l.Split('`')[1].Split('{')[0]);
        Assert.Equal(written.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Servers_beyond_the_bound_are_counted_not_listed()
    {
        ServerReport server = Snapshots.Full.Services[0].Servers[0];
        Snapshot many = Snapshots.Full with
        {
            Services = [Snapshots.Full.Services[0] with { Servers = [.. Enumerable.Range(1, MetricsText.ServersMax + 5).Select(i => server with { Address = $"192.0.2.1:{i}" })] }],
        };
        string[] lines = MetricsText.Render(many).Split('\n');
        Assert.Equal(MetricsText.ServersMax, lines.Count(l => l.StartsWith("hadirector_server_up{", StringComparison.Ordinal)));
        Assert.Contains($"hadirector_metrics_servers_left_out {5 + many.Totals.ServersLeftOut}", lines);
    }

    [Fact]
    public void Services_beyond_the_bound_are_counted_not_listed()
    {
        ServiceReport service = Snapshots.Full.Services[0] with { Servers = [] };
        Snapshot many = Snapshots.Full with { Services = [.. Enumerable.Range(1, MetricsText.ServicesMax + 7).Select(i => service with { Name = $"s{i}" })] };
        string[] lines = MetricsText.Render(many).Split('\n');
        Assert.Equal(MetricsText.ServicesMax, lines.Count(l => l.StartsWith("hadirector_service_quorum{", StringComparison.Ordinal)));
        Assert.Equal(MetricsText.ServicesMax, lines.Count(l => l.StartsWith("hadirector_service_connections_total{", StringComparison.Ordinal)));
        Assert.Contains($"hadirector_metrics_services_left_out {7 + many.Totals.ServicesLeftOut}", lines);
    }

    [Fact]
    public void The_largest_scrape_has_the_size_that_the_manual_tells()
    {
        ServerReport server = Snapshots.Full.Services[0].Servers[0];
        ServiceReport service = Snapshots.Full.Services[0];
        Snapshot many = Snapshots.Full with
        {
            Services = [.. Enumerable.Range(1, 10_000).Select(i => service with { Name = $"shop-{i:D5}", Servers = [.. Enumerable.Range(1, 10).Select(j => server with { Address = $"10.{i / 256}.{i % 256}.{j}:8080" })] })],
        };
        Assert.InRange(MetricsText.Render(many).Length, 5_000_000, 7_000_000);
    }

    // HADIRECTOR_REWRITE=1 writes the texts anew; commit the difference only if you meant it.
    private static void AssertGolden(string name, string actual)
    {
        string path = Path.Combine(Repository.Root, "tests", "HaDirector.Tests", "Control", "Golden", name);
        if (Environment.GetEnvironmentVariable("HADIRECTOR_REWRITE") == "1") File.WriteAllText(path, actual);
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
