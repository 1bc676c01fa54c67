using HaDirector.Ipvs;
using HaDirector.Linux.Netlink;
using HaDirector.Model;
using static HaDirector.Kernel.Tests.Tables;

namespace HaDirector.Kernel.Tests;

/// <summary>The reconcile as a whole: what it writes, what it leaves alone, and what it says when the kernel refuses.</summary>
[Collection("kernel")]
public sealed class ReconcileTests : IDisposable
{
    private static readonly IpvsTable Web = Table(
        ("tcp://192.0.2.80:80", Service(Spec("wlc"), ("198.51.100.21:80", Dr(2)), ("198.51.100.22:80", Dr()))),
        ("tcp://[2001:db8::80]:80", Service(Spec("sh", ServiceFlags.SchedulerFallback), ("[2001:db8:1::21]:80", Tun()))),
        ("udp://192.0.2.80:53", Service(Spec("rr", ServiceFlags.OnePacket), ("198.51.100.21:53", Nat()))),
        ("mark:9", Service(Spec("wrr", ServiceFlags.Persistent, 60), ("198.51.100.21:0", Dr()))));

    private readonly RealKernel _kernel = new();

    public void Dispose() => _kernel.Dispose();

    [KernelFact]
    public void Second_reconcile_sends_no_change()
    {
        Assert.True(_kernel.Reconcile(Web).Result.Complete);
        long changes = _kernel.Ipvs.ChangesSent, messages = _kernel.Ipvs.MessagesSent;
        Assert.Equal(9, changes);
        DateTime written = File.GetLastWriteTimeUtc(Path.Combine(_kernel.RunDirectory, IpvsOwnership.FileName));

        ReconcileResult second = _kernel.Reconcile(Web);

        Assert.Empty(second.Changes);
        Assert.Equal(changes, _kernel.Ipvs.ChangesSent);
        Assert.Equal(messages + 1 + Web.Services.Count, _kernel.Ipvs.MessagesSent); // one dump of services, one of servers each
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(_kernel.RunDirectory, IpvsOwnership.FileName)));
    }

    [KernelFact]
    public void What_changed_is_all_that_is_read_and_written_again()
    {
        TableReconciler reconciler = new(_kernel.Ipvs, new IpvsOwnership(_kernel.RunDirectory));
        reconciler.Reconcile(Web, default);
        long messages = _kernel.Ipvs.MessagesSent;
        Assert.Same(ReconcileResult.Nothing, reconciler.Reconcile(new IpvsTable(new Dictionary<ServiceKey, VirtualService>(Web.Services)), default));
        Assert.Equal(messages, _kernel.Ipvs.MessagesSent); // nothing changed, nothing read

        Dictionary<ServiceKey, VirtualService> changed = new(Web.Services)
        {
            [Key("tcp://192.0.2.80:80")] = Service(Spec("wlc"), ("198.51.100.21:80", Dr(2)), ("198.51.100.22:80", Dr(7))),
        };
        IpvsChange edit = new IpvsChange.EditDestination(Key("tcp://192.0.2.80:80"), At("198.51.100.22:80"), Dr(7));
        Assert.Equal([edit], reconciler.Reconcile(new IpvsTable(changed), default).Changes);
        Assert.Equal(messages + 3, _kernel.Ipvs.MessagesSent); // the service, its servers, the change
        Assert.True(_kernel.Ipvs.Read().SameAs(new IpvsTable(changed)));
    }

    [KernelFact]
    public void Audit_reads_all_in_small_steps_and_puts_right_what_others_did()
    {
        Assert.True(KernelIpvs.TryOpen(out KernelIpvs? second, out string why), why);
        using KernelIpvs walk = second!;
        TableReconciler reconciler = new(_kernel.Ipvs, new IpvsOwnership(_kernel.RunDirectory));
        IpvsTable big = Big(weight: 1);
        reconciler.Reconcile(big, default);
        RealKernel.RunWith("-e -t 10.0.0.7:80 -r 198.51.100.1:80 -g -w 9\n-D -t 10.0.0.9:80\n-A -t 203.0.113.1:443 -s rr\n", "ipvsadm", "-R");

        List<IpvsChange> drift = [];
        int slices = 0;
        for (bool done = false; !done; slices++)
        {
            done = reconciler.Audit(walk, big, default, () => false, out ReconcileResult repair);
            drift.AddRange(repair.Drift);
        }

        Assert.True(slices > 1000, $"{slices} slices");
        Assert.Equal(
            [
                "edit server 198.51.100.1:80 of tcp://10.0.0.7:80 weight 1 DirectRouting", "add server 198.51.100.1:80 of tcp://10.0.0.9:80 weight 1 DirectRouting",
                "add server 198.51.100.2:80 of tcp://10.0.0.9:80 weight 1 DirectRouting", "add server 198.51.100.3:80 of tcp://10.0.0.9:80 weight 1 DirectRouting",
                "add service tcp://10.0.0.9:80 rr",
            ], drift.Select(c => c.ToString()).Order(StringComparer.Ordinal).OrderBy(c => c.Contains(".9:80")));
        Assert.Equal([Key("tcp://203.0.113.1:443")], reconciler.ForeignServices);
        Assert.True(reconciler.Audit(walk, big, default, () => true, out ReconcileResult nothing));
        Assert.Same(ReconcileResult.Nothing, nothing);
    }

    [KernelFact]
    public void Server_on_this_host_is_no_drift()
    {
        RealKernel.Run("ip", "addr", "add", "192.0.2.81/32", "dev", "lo");
        try
        {
            IpvsTable local = Table(("tcp://192.0.2.80:80", Service(Spec(), ("192.0.2.81:80", Dr()), ("198.51.100.21:80", Dr()))));
            _kernel.Reconcile(local);
            Assert.Empty(_kernel.Reconcile(local).Changes);
        }
        finally
        {
            RealKernel.Run("ip", "addr", "del", "192.0.2.81/32", "dev", "lo");
        }
    }

    [KernelFact]
    public void Foreign_service_is_left_alone_and_ours_is_told_from_it_after_a_restart()
    {
        RealKernel.RunWith("-A -t 203.0.113.1:443 -s rr\n-a -t 203.0.113.1:443 -r 198.51.100.99:443 -m -w 5\n", "ipvsadm", "-R");
        string foreign = RealKernel.Saved();
        Assert.True(_kernel.Reconcile(Web).Result.Complete);
        Assert.Contains(foreign, RealKernel.Saved());
        IpvsTable smaller = new(Web.Services.Where(s => !s.Key.IsMark).ToDictionary());

        // A new ownership object each time: all it knows comes from the file.
        ReconcileResult result = _kernel.Reconcile(smaller);
        Assert.Equal(new IpvsChange.RemoveService(Key("mark:9")), Assert.Single(result.Changes));

        Assert.True(_kernel.Reconcile(IpvsTable.Empty).Result.Complete);
        Assert.Equal(foreign, RealKernel.Saved());
        Assert.Empty(new IpvsOwnership(_kernel.RunDirectory).Keys);
    }

    [KernelFact]
    public void Service_of_ours_that_somebody_changed_by_hand_is_put_right()
    {
        _kernel.Reconcile(Web);
        RealKernel.RunWith("-e -t 192.0.2.80:80 -r 198.51.100.21:80 -g -w 50\n-a -t 192.0.2.80:80 -r 198.51.100.77:80 -g\n", "ipvsadm", "-R");
        ReconcileResult result = _kernel.Reconcile(Web);
        Assert.Equal(
            [
                new IpvsChange.EditDestination(Key("tcp://192.0.2.80:80"), At("198.51.100.21:80"), Dr(2)),
                new IpvsChange.EditDestination(Key("tcp://192.0.2.80:80"), At("198.51.100.77:80"), Dr(0)),
                new IpvsChange.RemoveDestination(Key("tcp://192.0.2.80:80"), At("198.51.100.77:80")),
            ], result.Changes);
        Assert.True(_kernel.Ipvs.Read().SameAs(Web));
    }

    [KernelFact]
    public void Refused_changes_are_told_one_by_one_and_the_others_of_the_batch_are_made()
    {
        ServiceKey good = Key("tcp://192.0.2.80:80"), unknown = Key("tcp://192.0.2.81:80");
        IpvsChange[] changes =
        [
            new IpvsChange.AddService(good, Spec()),
            new IpvsChange.AddService(unknown, Spec("nosuch")),
            new IpvsChange.AddDestination(unknown, At("198.51.100.21:80"), Dr()),
            new IpvsChange.AddDestination(good, At("198.51.100.21:80"), Dr()),
            new IpvsChange.AddDestination(good, At("198.51.100.21:80"), Dr(9)),
            new IpvsChange.AddDestination(good, At("198.51.100.22:80"), Dr(-1)),
            new IpvsChange.AddDestination(good, At("224.0.0.5:80"), Dr()),
            new IpvsChange.RemoveDestination(good, At("198.51.100.99:80")),
            new IpvsChange.AddService(good, Spec("wlc")),
            new IpvsChange.AddService(Key("tcp://192.0.2.82:80"), Spec("a-name-of-16-abc")),
            new IpvsChange.AddDestination(good, At("198.51.100.23:80"), new(Forwarding.DirectRouting, 1, 5, 6)),
        ];
        ApplyResult result = _kernel.Ipvs.Apply(changes);

        Assert.True(result.Certain);
        Assert.Equal(2, result.Applied);
        const int EnoEnt = 2, EsRch = 3, EExist = 17, EInval = 22, ERange = 34;
        Assert.Equal(
            [
                (1, EnoEnt), (2, EsRch), (4, EExist), (5, ERange), (6, EInval), (7, EnoEnt), (8, EExist), (9, EInval), (10, ERange),
            ], result.Refused.Select(r => (Array.IndexOf(changes, r.Change), r.Refusal.Errno)));
        Assert.Equal("this kernel has no scheduler 'nosuch' (module ip_vs_nosuch) (ENOENT)", result.Refused[0].Refusal.Message);
        Assert.Equal("-A -t 192.0.2.80:80 -s rr\n-a -t 192.0.2.80:80 -r 198.51.100.21:80 -g -w 1\n", RealKernel.Saved());
    }

    [KernelFact]
    public void Batch_of_nothing_but_errors_is_answered_completely()
    {
        List<IpvsChange> changes = [];
        for (int i = 0; i < 1000; i++) changes.Add(new IpvsChange.RemoveService(ServiceKey.Mark((uint)i + 1, IpFamily.V4)));
        ApplyResult result = _kernel.Ipvs.Apply(changes);
        Assert.True(result.Certain);
        Assert.Equal(0, result.Applied);
        Assert.Equal(changes, result.Refused.Select(r => r.Change));
        Assert.All(result.Refused, r => Assert.Equal(3, r.Refusal.Errno));
    }

    [KernelFact]
    public void Table_of_a_thousand_services_is_made_edited_and_removed_in_batches()
    {
        IpvsTable made = Big(weight: 1), edited = Big(weight: 0);
        Assert.Equal(4000, _kernel.Reconcile(made).Changes.Count);
        Assert.True(_kernel.Ipvs.Read().SameAs(made));
        Assert.Equal(3000, _kernel.Reconcile(edited).Changes.Count);
        Assert.True(_kernel.Ipvs.Read().SameAs(edited));
        Assert.Equal(1000, _kernel.Reconcile(IpvsTable.Empty).Changes.Count);
        Assert.Empty(_kernel.Ipvs.Read().Services);
    }

    private static IpvsTable Big(int weight)
    {
        Dictionary<ServiceKey, VirtualService> services = [];
        for (int i = 0; i < 1000; i++)
        {
            OrderedDictionary<IpEndpoint, DestinationSpec> servers = [];
            for (int j = 0; j < 3; j++) servers.Add(new IpEndpoint(IpAddress.FromV4(0xC6336400 + (uint)j + 1), 80), Dr(weight));
            services.Add(ServiceKey.At(Transport.Tcp, new IpEndpoint(IpAddress.FromV4(0x0A000000 + (uint)i), 80)), new VirtualService(Spec(), servers));
        }

        return new IpvsTable(services);
    }
}
