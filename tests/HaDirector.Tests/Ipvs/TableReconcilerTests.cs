using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Tests.Ipvs;

/// <summary>What is read, written and tried again: one story each.</summary>
public sealed class TableReconcilerTests
{
    private static readonly ServiceKey Web = ServiceKey.At(Transport.Tcp, At("192.0.2.80:80")), Dns = ServiceKey.Mark(5, IpFamily.V4);
    private static readonly DestinationSpec One = new(Forwarding.DirectRouting, 1);

    private readonly SimulatedKernel _kernel = new();
    private readonly RememberedServices _owned = new();

    [Fact]
    public void Nothing_is_read_or_written_for_services_that_are_the_same_instances()
    {
        TableReconciler reconciler = Reconciler();
        VirtualService web = Service("rr", ("198.51.100.21:80", 1)), dns = Service("rr", ("198.51.100.21:0", 1));
        reconciler.Reconcile(Table((Web, web), (Dns, dns)), default);
        (int reads, int messages) = (_kernel.Reads, _kernel.Messages);
        Assert.Equal((1, 4), (reads, messages));
        Assert.Same(ReconcileResult.Nothing, reconciler.Reconcile(Table((Web, web), (Dns, dns)), default));
        Assert.Equal((reads, messages), (_kernel.Reads, _kernel.Messages));

        // An equal one is read and found equal; another is read and written.
        Assert.Empty(reconciler.Reconcile(Table((Web, web with { }), (Dns, dns)), default).Changes);
        Assert.Equal((reads + 1, messages), (_kernel.Reads, _kernel.Messages));
        Assert.Equal(
            [new IpvsChange.EditDestination(Web, At("198.51.100.21:80"), One with { Weight = 9 })],
            reconciler.Reconcile(Table((Web, Service("rr", ("198.51.100.21:80", 9))), (Dns, dns)), default).Changes);
        Assert.Equal((reads + 2, messages + 1), (_kernel.Reads, _kernel.Messages));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void What_was_not_answered_is_read_and_done_again(int madeBefore)
    {
        int losses = 1;
        _kernel.LosesAfter = _ => losses-- > 0 ? madeBefore : null;
        IpvsTable desired = Table((Web, Service("rr", ("198.51.100.21:80", 1), ("198.51.100.22:80", 1))));
        ReconcileResult done = Reconciler().Reconcile(desired, default);
        Assert.True(done.Result.Complete);
        Assert.True(_kernel.Table.SameAs(desired));
        Assert.Empty(done.Drift);
        const int noBuffers = 105;
        Assert.Equal(noBuffers, Assert.Single(done.Losses).Errno);
        Assert.Equal((3, 3), (_kernel.Messages, done.Result.Applied)); // what was made is not made again, and counted once
    }

    [Fact]
    public void As_many_changes_are_counted_as_the_kernel_made_whatever_was_lost()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            SimulatedKernel kernel = new();
            TableReconciler reconciler = new(kernel, new RememberedServices());
            int made = 0, counted = 0;
            kernel.AfterChange = (_, _, _) => made++;
            kernel.LosesAfter = count => random.Next(3) == 0 ? random.Next(count + 1) : null;
            IpvsTable desired = IpvsTable.Empty;
            for (int step = 0; step < 10; step++)
            {
                desired = step == 0 ? RandomTables.Table(random) : RandomTables.Vary(random, desired);
                counted += reconciler.Reconcile(desired, default).Result.Applied;
                Assert.True(made == counted, $"seed {seed}, step {step}: made {made}, counted {counted}");
            }
        }
    }

    [Fact]
    public void A_kernel_that_never_answers_is_given_up_for_now_and_tried_again_at_the_next_call()
    {
        _kernel.LosesAfter = _ => 0;
        TableReconciler reconciler = Reconciler();
        IpvsTable desired = Table((Web, Service("rr", ("198.51.100.21:80", 1))));
        ReconcileResult given = reconciler.Reconcile(desired, default);
        Assert.False(given.Result.Complete);
        Assert.Equal((TableReconciler.Rounds, 0), (given.Losses.Count, given.Result.Applied));
        Assert.Equal("answers of the kernel were lost: the socket's queue was full (ENOBUFS)", given.Result.Lost?.Message);
        Assert.Equal([Web], _owned.Keys); // it may have been made
        _kernel.LosesAfter = _ => null;
        Assert.True(reconciler.Reconcile(desired, default).Result.Complete);
        Assert.True(_kernel.Table.SameAs(desired));
    }

    [Fact]
    public void A_refusal_that_stays_is_told_once_in_a_call_and_hinders_nobody_else()
    {
        VirtualService dns = Service("rr", ("198.51.100.21:0", 1));
        IpvsTable desired = Table((Web, Service("nosuch", ("198.51.100.21:80", 1))), (Dns, dns));
        TableReconciler reconciler = Reconciler();
        ReconcileResult done = reconciler.Reconcile(desired, default);
        Assert.True(done.Result.Certain);
        Assert.Equal([2, 3], done.Result.Refused.Select(r => r.Refusal.Errno)); // no such scheduler, and so no such service
        Assert.Equal(4, _kernel.Messages);
        Assert.True(_kernel.Table.Services[Dns].SameAs(dns, IpFamily.V4));
        Assert.False(reconciler.Reconcile(desired, default).Result.Complete);
        Assert.Equal(6, _kernel.Messages);
        Assert.True(reconciler.Reconcile(Table((Web, Service("rr", ("198.51.100.21:80", 1))), (Dns, dns)), default).Result.Complete);
    }

    [Fact]
    public void What_others_do_in_the_middle_is_taken_into_account_at_once()
    {
        IpvsTable desired = Table((Web, Service("rr", ("198.51.100.21:80", 1), ("198.51.100.22:80", 1))));
        int at = 0;
        _kernel.Between = () =>
        {
            if (++at != 2) return; // after the service was made
            Assert.True(_kernel.ByOthers(new IpvsChange.AddDestination(Web, At("198.51.100.21:80"), One with { Weight = 7 })));
        };
        Assert.True(Reconciler().Reconcile(desired, default).Result.Complete);
        Assert.True(_kernel.Table.SameAs(desired));
    }

    [Fact]
    public void A_server_that_others_put_in_leaves_when_it_is_empty_or_its_time_is_over()
    {
        TableReconciler reconciler = Reconciler();
        IpvsTable desired = Table((Web, Service("rr", ("198.51.100.21:80", 1))));
        reconciler.Reconcile(desired, default);
        (IpEndpoint busy, IpEndpoint idle, IpEndpoint leaving) = (At("198.51.101.1:80"), At("198.51.101.2:80"), At("198.51.101.3:80"));
        foreach (IpEndpoint stranger in (IpEndpoint[])[busy, idle, leaving]) Assert.True(_kernel.ByOthers(new IpvsChange.AddDestination(Web, stranger, One)));
        _kernel.Connect(Web, busy, 3);
        _kernel.Connect(Web, leaving, 1);

        Assert.Equal(6, Audit(reconciler, desired, default).Drift.Count); // three to silence, three to remove
        Assert.Equal([1, 0, 0], _kernel.Services[Web].Servers.Values.Select(s => s.Spec.Weight));
        Assert.DoesNotContain(idle, _kernel.Services[Web].Servers.Keys);
        _kernel.Connect(Web, leaving, 0);
        Assert.Empty(Audit(reconciler, desired, new Instant(59_000_000_000)).Drift);
        Assert.Equal([At("198.51.100.21:80"), busy], _kernel.Services[Web].Servers.Keys);
        Audit(reconciler, desired, new Instant(0) + Strangers.Patience);
        Assert.True(_kernel.Table.SameAs(desired));
    }

    [Fact]
    public void Many_services_are_read_all_at_once()
    {
        Dictionary<ServiceKey, VirtualService> services = [];
        for (uint mark = 1; mark <= TableReconciler.ReadSingly + 1; mark++) services.Add(ServiceKey.Mark(mark, IpFamily.V4), Service("rr"));
        TableReconciler reconciler = Reconciler();
        reconciler.Reconcile(new IpvsTable(services), default);
        foreach (ServiceKey key in services.Keys) Assert.True(_kernel.ByOthers(new IpvsChange.RemoveService(key)));
        Assert.Equal(services.Count, Audit(reconciler, new IpvsTable(services), default).Drift.Count);
        Assert.Equal(2, _kernel.Reads); // at the start and now; the walk found nothing to read
        Assert.True(_kernel.Table.SameAs(new IpvsTable(services)));
    }

    [Fact]
    public void Many_services_are_changed_before_they_are_read_and_what_others_did_to_them_is_still_put_right()
    {
        List<ServiceKey> keys = [.. Enumerable.Range(1, TableReconciler.ReadSingly + 1).Select(mark => ServiceKey.Mark((uint)mark, IpFamily.V4))];
        TableReconciler reconciler = Reconciler();
        reconciler.Reconcile(new IpvsTable(keys.ToDictionary(key => key, _ => Service("rr", ("198.51.100.21:80", 1), ("198.51.100.22:80", 1)))), default);
        int reads = _kernel.Reads;
        // One lost what changes, one lost all, one got another weight where nothing changes, one got a server too many.
        Assert.True(_kernel.ByOthers(new IpvsChange.RemoveDestination(keys[0], At("198.51.100.21:80"))));
        Assert.True(_kernel.ByOthers(new IpvsChange.RemoveService(keys[1])));
        Assert.True(_kernel.ByOthers(new IpvsChange.EditDestination(keys[2], At("198.51.100.22:80"), One with { Weight = 7 })));
        Assert.True(_kernel.ByOthers(new IpvsChange.AddDestination(keys[3], At("198.51.101.1:80"), One)));

        IpvsTable desired = new(keys.ToDictionary(key => key, _ => Service("rr", ("198.51.100.21:80", 5), ("198.51.100.22:80", 1))));
        _kernel.BeforeChange = (_, _, _) => reads = Math.Min(reads, _kernel.Reads);
        Assert.True(reconciler.Reconcile(desired, default).Result.Complete);
        Assert.Equal(1, reads); // nothing was read before the first change
        Assert.Equal(3, _kernel.Reads); // the two that refused
        Assert.All(keys, key => Assert.Equal(5, _kernel.Services[key].Servers[At("198.51.100.21:80")].Spec.Weight));
        Assert.NotEmpty(Audit(reconciler, desired, default).Drift);
        Assert.True(_kernel.Table.SameAs(desired));
    }

    [Fact]
    public void Services_of_others_are_kept_or_removed_as_the_policy_says_but_never_those_that_are_spared()
    {
        ServiceKey spared = ServiceKey.Mark(0x4800_0001, IpFamily.V4);
        foreach (ServiceKey key in (ServiceKey[])[Dns, spared]) Assert.True(_kernel.ByOthers(new IpvsChange.AddService(key, Service("rr").Spec)));
        IpvsTable desired = Table((Web, Service("rr")));
        TableReconciler reconciler = Reconciler();
        reconciler.Spares = key => key == spared;
        reconciler.Reconcile(desired, default);
        Assert.Equal([Dns, spared], reconciler.ForeignServices.Order());
        Assert.Equal(3, _kernel.Services.Count);

        reconciler.Foreign = ForeignServices.Remove;
        ReconcileResult done = reconciler.Reconcile(desired, default);
        Assert.Equal([new IpvsChange.RemoveService(Dns)], done.Changes);
        Assert.Equal([Dns], done.Evicted);
        Assert.Equal([Web, spared], _kernel.Services.Keys.Order());

        reconciler.Foreign = ForeignServices.Keep;
        Assert.Empty(reconciler.Reconcile(IpvsTable.Empty, default).Evicted); // ours
        Assert.Equal([spared], _kernel.Services.Keys);
        Assert.Empty(_owned.Keys);
    }

    private TableReconciler Reconciler() => new(_kernel, _owned);

    private ReconcileResult Audit(TableReconciler reconciler, IpvsTable desired, Instant now)
    {
        Assert.True(reconciler.Audit(_kernel, desired, now, static () => true, out ReconcileResult repair));
        return repair;
    }

    private static IpvsTable Table(params (ServiceKey Key, VirtualService Service)[] services) => new(services.ToDictionary(s => s.Key, s => s.Service));

    private static VirtualService Service(string scheduler, params (string Address, int Weight)[] servers)
    {
        OrderedDictionary<IpEndpoint, DestinationSpec> destinations = [];
        foreach ((string address, int weight) in servers) destinations.Add(At(address), One with { Weight = weight });
        return new VirtualService(new ServiceSpec(scheduler, ServiceFlags.None, 0, 32), destinations);
    }

    private static IpEndpoint At(string text) => IpEndpoint.TryParse(text, out IpEndpoint endpoint) ? endpoint : throw new FormatException(text);
}
