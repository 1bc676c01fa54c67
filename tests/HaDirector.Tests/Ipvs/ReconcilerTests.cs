using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Tests.Ipvs;

public sealed class ReconcilerTests
{
    private static readonly ServiceKey Web = ServiceKey.At(Transport.Tcp, At("192.0.2.80:80"));
    private static readonly DestinationSpec One = new(Forwarding.DirectRouting, 1);

    [Fact]
    public void Twenty_thousand_pairs_of_tables_converge_with_no_change_too_many()
    {
        Random random = new(20261122);
        int changes = 0, foreignServices = 0;
        for (int round = 0; round < 20_000; round++)
        {
            IpvsTable actual = RandomTables.Table(random);
            IpvsTable desired = random.Next(4) == 0 ? RandomTables.Table(random) : RandomTables.Vary(random, actual);
            HashSet<ServiceKey> owned = [.. actual.Services.Keys.Where(_ => random.Next(4) != 0)];

            IReadOnlyList<IpvsChange> diff = Reconciler.Diff(desired, actual, owned.Contains);
            IpvsTable reached = actual;
            foreach (IpvsChange change in diff)
            {
                IpvsTable next = Reconciler.Apply(reached, change); // throws on what the kernel would refuse
                Assert.False(next.SameAs(reached), $"{change} changes nothing");
                reached = next;
                changes++;
            }

            // Desired services as desired, foreign ones as they were, nothing else.
            ServiceKey[] foreign = [.. actual.Services.Keys.Where(k => !desired.Services.ContainsKey(k) && !owned.Contains(k))];
            foreignServices += foreign.Length;
            Dictionary<ServiceKey, VirtualService> expected = new(desired.Services);
            foreach (ServiceKey key in foreign) expected.Add(key, actual.Services[key]);
            Assert.True(reached.SameAs(new IpvsTable(expected)), $"round {round}: {string.Join("; ", diff)}");
            Assert.All(foreign, key => Assert.Same(actual.Services[key], reached.Services[key]));
            Assert.Empty(Reconciler.Diff(desired, reached, owned.Contains));

            // Each thing is touched at most once, and one that leaves is told weight 0 before: no list with the same effect is shorter.
            HashSet<(ServiceKey, IpEndpoint?)> leaving = [.. diff.OfType<IpvsChange.RemoveDestination>().Select(c => (c.Service, (IpEndpoint?)c.Destination))];
            IpvsChange[] once = [.. diff.Where(c => c is not IpvsChange.EditDestination edit || !leaving.Contains((c.Service, edit.Destination)))];
            Assert.Equal(once.Length, once.Select(c => (c.Service, Server(c), Spec: c is IpvsChange.EditService)).Distinct().Count());
            Assert.Equal(
                leaving.Count(l => actual.Services[l.Item1].Destinations[l.Item2!.Value].Weight > 0), diff.Count - once.Length);
            // No server is removed by hand from a service that goes as a whole.
            Assert.DoesNotContain(diff, c => c is IpvsChange.RemoveDestination && diff.Contains(new IpvsChange.RemoveService(c.Service)));
            IpvsTable before = actual;
            Assert.Equal(diff.Select(c => Rank(c, before)).Order(), diff.Select(c => Rank(c, before)));
        }

        Assert.True(changes > 50_000, $"{changes} changes");
        Assert.True(foreignServices > 1_000, $"{foreignServices} foreign services");
    }

    [Fact]
    public void Changes_come_in_the_order_of_safety()
    {
        ServiceKey gone = ServiceKey.Mark(1, IpFamily.V4), fresh = ServiceKey.Mark(2, IpFamily.V4);
        IpvsTable actual = new(new Dictionary<ServiceKey, VirtualService>
        {
            [gone] = Service("rr"),
            [Web] = Service("rr", ("198.51.100.21:80", 1), ("198.51.100.22:80", 1), ("198.51.100.24:80", 9)),
        });
        IpvsTable desired = new(new Dictionary<ServiceKey, VirtualService>
        {
            [Web] = Service("wlc", ("198.51.100.22:80", 5), ("198.51.100.23:80", 1), ("198.51.100.24:80", 1)),
            [fresh] = Service("rr", ("198.51.100.21:0", 1)),
        });
        Assert.Equal(
            [
                new IpvsChange.AddService(fresh, desired.Services[fresh].Spec),
                new IpvsChange.AddDestination(fresh, At("198.51.100.21:0"), One),
                new IpvsChange.EditDestination(Web, At("198.51.100.22:80"), One with { Weight = 5 }),
                new IpvsChange.AddDestination(Web, At("198.51.100.23:80"), One),
                new IpvsChange.EditService(Web, desired.Services[Web].Spec),
                new IpvsChange.EditDestination(Web, At("198.51.100.24:80"), One with { Weight = 1 }),
                new IpvsChange.EditDestination(Web, At("198.51.100.21:80"), One with { Weight = 0 }),
                new IpvsChange.RemoveDestination(Web, At("198.51.100.21:80")),
                new IpvsChange.RemoveService(gone),
            ], Reconciler.Diff(desired, actual, _ => true));
    }

    [Fact]
    public void Servers_are_added_in_the_configured_order()
    {
        string[] order = ["198.51.100.29:80", "198.51.100.21:80", "198.51.100.25:80"];
        IpvsTable desired = Table(Service("mh", [.. order.Select(a => (a, 1))]));
        Assert.Equal(order.Select(At), Reconciler.Diff(desired, IpvsTable.Empty, _ => true).OfType<IpvsChange.AddDestination>().Select(c => c.Destination));
    }

    [Fact]
    public void Forwarding_method_changes_by_an_edit()
    {
        IpvsTable actual = Table(Service("rr", ("198.51.100.21:80", 1)));
        IpvsTable desired = new(new Dictionary<ServiceKey, VirtualService>
        {
            [Web] = new(actual.Services[Web].Spec, new Dictionary<IpEndpoint, DestinationSpec> { [At("198.51.100.21:80")] = One with { Forwarding = Forwarding.Nat } }),
        });
        Assert.IsType<IpvsChange.EditDestination>(Assert.Single(Reconciler.Diff(desired, actual, _ => true)));
    }

    [Fact]
    public void What_has_no_effect_is_no_difference()
    {
        // Time-out and prefix without persistence, and the kernel's own flag.
        IpvsTable actual = Table(new VirtualService(new ServiceSpec("rr", ServiceFlags.Hashed, 77, 8), new Dictionary<IpEndpoint, DestinationSpec>()));
        Assert.Empty(Reconciler.Diff(Table(Service("rr")), actual, _ => true));
    }

    // The steps of ChangeList.
    private static int Rank(IpvsChange change, IpvsTable before) => change switch
    {
        IpvsChange.AddService => 1,
        IpvsChange.AddDestination => before.Services.ContainsKey(change.Service) ? 2 : 1,
        IpvsChange.EditDestination edit => Takes(before.Services[change.Service].Destinations[edit.Destination], edit.Spec) ? 4 : 2,
        IpvsChange.EditService => 3,
        IpvsChange.RemoveDestination => 5,
        _ => 6,
    };

    private static bool Takes(DestinationSpec before, DestinationSpec after) =>
        after.Weight < before.Weight || (after.Weight == before.Weight && after.UpperThreshold != 0 && (before.UpperThreshold == 0 || after.UpperThreshold < before.UpperThreshold));

    private static IpEndpoint? Server(IpvsChange change) => change switch
    {
        IpvsChange.AddDestination c => c.Destination,
        IpvsChange.EditDestination c => c.Destination,
        IpvsChange.RemoveDestination c => c.Destination,
        _ => null,
    };

    private static IpvsTable Table(VirtualService service) => new(new Dictionary<ServiceKey, VirtualService> { [Web] = service });

    private static VirtualService Service(string scheduler, params (string Address, int Weight)[] servers)
    {
        OrderedDictionary<IpEndpoint, DestinationSpec> destinations = [];
        foreach ((string address, int weight) in servers) destinations.Add(At(address), One with { Weight = weight });
        return new VirtualService(new ServiceSpec(scheduler, ServiceFlags.None, 0, 32), destinations);
    }

    private static IpEndpoint At(string text) => IpEndpoint.TryParse(text, out IpEndpoint endpoint) ? endpoint : throw new FormatException(text);
}
