using HaDirector.Engine.Statistics;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Tests.Engine.Statistics;

public sealed class TrafficHistoryTests
{
    private static readonly TimeSpan Ten = TimeSpan.FromSeconds(10);

    [Fact]
    public void A_ring_holds_the_last_pieces_of_time_with_holes_where_nothing_was_seen()
    {
        TrafficRing ring = new(Ten, 4);
        ring.Add(At(10), Sample(1));
        ring.Add(At(20), Sample(2));
        ring.Add(At(40), Sample(4));
        Assert.Equal([1, 2, null, 4], Rates(ring, 45));
        Assert.Equal([4, null, null, null], Rates(ring, 75));
        Assert.Equal([null, null, null, null], Rates(ring, 85));
        ring.Add(At(1000), Sample(9));
        Assert.Equal([null, null, null, 9], Rates(ring, 1000));
    }

    [Fact]
    public void Samples_of_one_piece_of_time_are_averaged_and_old_ones_left_out()
    {
        TrafficRing ring = new(Ten, 4);
        foreach ((int second, int rate) in ((int, int)[])[(10, 1), (13, 2), (16, 6), (5, 100)]) ring.Add(At(second), Sample(rate));
        Assert.Equal([null, null, null, 3], Rates(ring, 19));
    }

    [Fact]
    public void Rates_are_differences_of_counters_and_survive_their_zeroing()
    {
        TrafficHistory history = new();
        ServiceKey key = Key(1);
        Look(history, 0, (key, 1000, 5));
        Look(history, 10, (key, 1500, 6));
        Look(history, 20, (key, 30, 7)); // zeroed in between
        Assert.Equal([50, 3], history.Of(key)!.Read(At(20)).OfType<TrafficSample>().Select(sample => sample.ConnectionsPerSecond));
        Assert.Equal([6u, 7u], history.Of(key)!.Read(At(20)).OfType<TrafficSample>().Select(sample => sample.Active));
        Assert.Equal(2, history.Total.Read(At(20)).Count(sample => sample is { ConnectionsPerSecond: > 0 }));
    }

    [Fact]
    public void A_reading_that_is_shared_counts_once()
    {
        TrafficHistory history = new();
        ServiceKey key = Key(1);
        Look(history, 0, (key, 0, 0));
        Look(history, 10, (key, 100, 0));
        Look(history, 10, (key, 100, 0));
        Assert.Equal([10f], history.Of(key)!.Read(At(10)).OfType<TrafficSample>().Select(sample => sample.ConnectionsPerSecond));
    }

    [Fact]
    public void Services_that_go_are_forgotten_and_make_room()
    {
        TrafficHistory history = new();
        (ServiceKey, ulong, uint)[] many = [.. Enumerable.Range(1, TrafficHistory.FineMax + TrafficHistory.CoarseMax + 5).Select(i => (Key(i), 10UL, 1u))];
        Look(history, 0, many);
        Look(history, 10, many);
        Assert.Equal(Ten, history.Of(Key(TrafficHistory.FineMax))!.Resolution);
        Assert.Equal(TimeSpan.FromMinutes(1), history.Of(Key(TrafficHistory.FineMax + 1))!.Resolution);
        Assert.Null(history.Of(many[^1].Item1));
        Assert.Equal((uint)many.Length, history.Total.Read(At(10))[^1]!.Value.Active); // those without one count too

        Assert.Equal(TrafficHistory.FineMax + TrafficHistory.CoarseMax, history.Services);

        Look(history, 20, many[^1], (Key(500_000), 1, 1));
        Assert.Equal(1, history.Services); // one of them had no room while it was made
        Assert.Equal(Ten, history.Of(Key(500_000))!.Resolution);
    }

    private static void Look(TrafficHistory history, int second, params (ServiceKey Key, ulong Connections, uint Active)[] services) => history.Add(
        services.Select(service => service.Key).ToHashSet(),
        new TableStatus([.. services.Select(service => new ServiceStatus(
            service.Key, new ServiceSpec("rr", ServiceFlags.None, 0, 32), default(Traffic) with { Connections = service.Connections },
            [new DestinationStatus(default, default, service.Active, 0, 0, default)]))]),
        At(second));

    private static ServiceKey Key(int number) => ServiceKey.Mark((uint)number, IpFamily.V4);

    private static Instant At(int second) => new(second * 1_000_000_000L);

    private static TrafficSample Sample(float rate) => new(rate, rate, 0);

    private static IEnumerable<float?> Rates(TrafficRing ring, int second) => ring.Read(At(second)).Select(sample => sample?.ConnectionsPerSecond);
}
