using HaDirector.Ipvs;
using HaDirector.Ipvs.Connections;
using HaDirector.Model;

namespace HaDirector.Tests.Ipvs.Connections;

public sealed class ConnectionCountTests
{
    private static readonly TableStatus Table = new(
    [
        Service("tcp://192.0.2.80:80", "198.51.100.21:8080"),
        Service("tcp://192.0.2.81:0", "198.51.100.21:0"),
        Service("mark:5", "198.51.100.31:0", "198.51.100.32:0"),
        Service("mark:6", "198.51.100.32:0"),
        Service("mark6:5", "[2001:db8:1::31]:0"),
    ]);

    [Theory]
    [InlineData("TCP", "192.0.2.80:80", "198.51.100.21:8080", "tcp://192.0.2.80:80")]
    [InlineData("UDP", "192.0.2.80:80", "198.51.100.21:8080", null)]
    [InlineData("TCP", "192.0.2.81:443", "198.51.100.21:443", "tcp://192.0.2.81:0")]
    [InlineData("IP", "0.0.0.5:0", "198.51.100.31:0", "mark:5")]
    [InlineData("IP", "0.0.0.9:0", "198.51.100.31:0", null)]
    [InlineData("TCP", "192.0.2.90:443", "198.51.100.31:443", "mark:5")] // the only service with this server
    [InlineData("TCP", "192.0.2.90:443", "198.51.100.32:443", null)] // mark 5 or 6
    [InlineData("TCP", "[2001:db8::90]:443", "[2001:db8:1::31]:443", "mark6:5")]
    [InlineData("TCP", "192.0.2.90:443", "198.51.100.99:443", null)]
    public void The_service_of_a_connection_is_found_as_the_kernel_found_it(string protocol, string virtualAddress, string server, string? service)
    {
        ConnectionEntry entry = Entry(protocol, "203.0.113.7:40000", virtualAddress, server, "ESTABLISHED");
        Assert.Equal(service, new ConnectionOwners(Table).Of(entry)?.ToString());
    }

    [Theory]
    [InlineData("203.0.113.0/24", null, null, null, true)]
    [InlineData("203.0.114.0/24", null, null, null, false)]
    [InlineData("2001:db8::/32", null, null, null, false)]
    [InlineData(null, "198.51.100.21/32", 8080, null, true)]
    [InlineData(null, "198.51.100.21/32", 8081, null, false)]
    [InlineData(null, "198.51.0.0/16", null, "ESTABLISHED", true)]
    [InlineData(null, null, null, "TIME_WAIT", false)]
    public void A_filter_takes_what_all_of_its_parts_take(string? client, string? server, int? port, string? state, bool taken)
    {
        ConnectionFilter filter = new() { Client = Prefix(client), Server = Prefix(server), ServerPort = (ushort?)port, State = state };
        Assert.Equal(taken, filter.Takes(Entry("TCP", "203.0.113.7:40000", "192.0.2.80:80", "198.51.100.21:8080", "ESTABLISHED"), null));
    }

    [Fact]
    public void A_filter_of_a_service_takes_nothing_of_others()
    {
        ConnectionFilter filter = new() { Service = Table.Services[0].Key };
        ConnectionEntry entry = Entry("TCP", "203.0.113.7:40000", "192.0.2.80:80", "198.51.100.21:8080", "ESTABLISHED");
        Assert.True(filter.Takes(entry, Table.Services[0].Key));
        Assert.False(filter.Takes(entry, Table.Services[1].Key));
        Assert.False(filter.Takes(entry, null));
    }

    [Fact]
    public void Connections_are_counted_by_service_server_and_state_and_templates_apart()
    {
        ConnectionTally tally = new();
        ServiceKey key = Table.Services[0].Key;
        foreach (string state in (string[])["ESTABLISHED", "TIME_WAIT", "ESTABLISHED"])
            tally.Add(Entry("TCP", "203.0.113.7:40000", "192.0.2.80:80", "198.51.100.21:8080", state), key);
        tally.Add(Entry("TCP", "203.0.113.0:0", "192.0.2.80:80", "198.51.100.21:8080", "NONE"), key);
        tally.Add(Entry("TCP", "203.0.113.7:40000", "192.0.2.99:80", "198.51.100.21:8080", "ESTABLISHED"), null);

        ConnectionTally.Row[] rows = [.. tally.Rows];
        Assert.Equal([key, null], rows.Select(row => row.Service));
        Assert.Equal((3, 1), (rows[0].Connections, rows[0].Templates));
        Assert.Equal([("ESTABLISHED", 2), ("TIME_WAIT", 1)], rows[0].States);
        Assert.Equal((5, 0), (tally.Total, tally.Others));
    }

    [Fact]
    public void Servers_beyond_the_bound_are_counted_together()
    {
        ConnectionTally tally = new();
        for (int i = 0; i < ConnectionTally.RowsMax + 3; i++)
            tally.Add(new ConnectionEntry("TCP", default, default, new IpEndpoint(IpAddress.FromV4((uint)i), 80), "ESTABLISHED", 1), null);
        Assert.Equal((ConnectionTally.RowsMax, 3), (tally.Rows.Count(), tally.Others));
    }

    [Fact]
    public void What_the_kernel_counts_itself_has_two_states()
    {
        ConnectionTally tally = new();
        tally.Add(Table.Services[0].Key, Table.Services[0].Destinations[0] with { Active = 3, Inactive = 4, Persistent = 5 });
        tally.Add(Table.Services[1].Key, Table.Services[1].Destinations[0]);
        ConnectionTally.Row row = Assert.Single(tally.Rows);
        Assert.Equal((7, 5, 12), (row.Connections, row.Templates, tally.Total));
        Assert.Equal([("INACTIVE", 4), ("ACTIVE", 3)], row.States);
    }

    [Theory]
    [InlineData("6.1.176", 20_000, null, false)]
    [InlineData("6.1.176", 20_001, null, true)]
    [InlineData("6.1.176", 500_000, 1000L, false)]
    [InlineData("6.1.176", 500_000, 20_001L, true)]
    [InlineData("6.13.9", 20_001, null, true)]
    [InlineData("6.14", 5_000_000, null, false)]
    [InlineData("7.1", 5_000_000, null, false)]
    public void A_long_list_is_objected_to_where_its_cost_is_quadratic(string kernel, long held, long? wanted, bool objects) =>
        Assert.Equal(objects, ReadingCost.Objection(Version.Parse(kernel), held, wanted) is not null);

    [Fact]
    public void The_objection_tells_the_cost() =>
        Assert.Contains("about 50000 connections, and Linux 6.1 walks", ReadingCost.Objection(new Version(6, 1), 50_000, null), StringComparison.Ordinal);

    private static ServiceStatus Service(string key, params string[] servers) => new(
        ServiceKey.TryParse(key, out ServiceKey parsed) ? parsed : throw new FormatException(key), new ServiceSpec("rr", ServiceFlags.None, 0, 32), default,
        [.. servers.Select(server => new DestinationStatus(At(server), new DestinationSpec(Forwarding.DirectRouting, 1), 0, 0, 0, default))]);

    private static ConnectionEntry Entry(string protocol, string client, string virtualAddress, string server, string state) =>
        new(protocol, At(client), At(virtualAddress), At(server), state, 60);

    private static IpEndpoint At(string text) => IpEndpoint.TryParse(text, out IpEndpoint endpoint) ? endpoint : throw new FormatException(text);

    private static IpPrefix? Prefix(string? text) => text is null ? null : IpPrefix.TryParse(text, out IpPrefix prefix) ? prefix : throw new FormatException(text);
}
