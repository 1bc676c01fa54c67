using HaDirector.Ipvs;
using HaDirector.Linux.Netlink;
using HaDirector.Model;
using HaDirector.Tests.Ipvs;

namespace HaDirector.Kernel.Tests;

/// <summary>The random worlds of the simulated kernel, on the real one: what is shown there holds here.</summary>
[Collection("kernel")]
public sealed class ReconcileWorldTests : IDisposable
{
    private const int Worlds = 25, Steps = 10;

    private readonly RealKernel _kernel = new();

    public void Dispose() => _kernel.Dispose();

    [KernelFact]
    public void Random_tables_and_changes_of_others_end_in_what_is_desired()
    {
        Assert.True(KernelIpvs.TryOpen(out KernelIpvs? first, out string why), why);
        Assert.True(KernelIpvs.TryOpen(out KernelIpvs? second, out why), why);
        using KernelIpvs others = first!, walk = second!;
        int byOthers = 0, changes = 0;
        for (int seed = 0; seed < Worlds; seed++)
        {
            Random random = new(seed);
            TableReconciler reconciler = new(_kernel.Ipvs, new IpvsOwnership(_kernel.RunDirectory));
            IpvsTable desired = IpvsTable.Empty;
            for (int step = 0; step < Steps; step++)
            {
                desired = Possible(random.Next(4) == 0 ? RandomTables.Table(random) : RandomTables.Vary(random, desired), desired);
                changes += reconciler.Reconcile(desired, default).Changes.Count;
                // Another table of somebody else: whatever leads there is done to ours.
                IpvsTable noise = Possible(RandomTables.Vary(random, desired), desired);
                IReadOnlyList<IpvsChange> done = [.. Reconciler.Diff(noise, desired, _ => true).Where(_ => random.Next(3) == 0)];
                byOthers += others.Apply(done).Applied;
                if (random.Next(2) == 0) Audit(reconciler, walk, desired);
            }

            Audit(reconciler, walk, desired);
            Assert.True(reconciler.Reconcile(desired, default).Result.Complete);
            IpvsTable held = _kernel.Ipvs.Read();
            foreach ((ServiceKey key, VirtualService want) in desired.Services)
                Assert.True(held.Services.TryGetValue(key, out VirtualService? have) && ChangeList.IsMet(key, want, have), $"seed {seed}: {key}");
            Assert.Equal(reconciler.ForeignServices.Order(), held.Services.Keys.Where(key => !desired.Services.ContainsKey(key)).Order());
            long written = _kernel.Ipvs.ChangesSent;
            Assert.Same(ReconcileResult.Nothing, reconciler.Reconcile(desired, default));
            Audit(reconciler, walk, desired);
            Assert.Equal(written, _kernel.Ipvs.ChangesSent);
            RealKernel.Run("ipvsadm", "-C");
        }

        Assert.True(changes > Worlds * Steps && byOthers > Worlds * Steps / 2, $"{changes} changes, {byOthers} by others");
    }

    private static void Audit(TableReconciler reconciler, KernelIpvs walk, IpvsTable desired)
    {
        for (bool done = false; !done;) done = reconciler.Audit(walk, desired, default, static () => false, out _);
    }

    // The kernel takes a server of another family than its service by tunnel alone. Services that stay as they were stay the same instance.
    private static IpvsTable Possible(IpvsTable table, IpvsTable before) => new(table.Services.ToDictionary(s => s.Key, s =>
    {
        if (before.Services.TryGetValue(s.Key, out VirtualService? same) && ReferenceEquals(same, s.Value)) return same;
        OrderedDictionary<IpEndpoint, DestinationSpec> servers = [];
        foreach ((IpEndpoint address, DestinationSpec server) in s.Value.Destinations)
            servers.Add(s.Key.IsMark ? address with { Port = 0 } : address, server.Forwarding != Forwarding.Tunnel && address.Address.Family != s.Key.Family ? server with { Forwarding = Forwarding.Tunnel } : server);
        return s.Value with { Destinations = servers };
    }));
}
