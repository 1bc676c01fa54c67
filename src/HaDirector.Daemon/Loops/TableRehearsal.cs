using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Ipvs;
using HaDirector.Linux;
using HaDirector.Linux.Netlink;
using HaDirector.Model;

namespace HaDirector.Daemon.Loops;

/// <summary>
/// Decides and programs the first services of a plan once in messages that the kernel passes over, and lets a server of theirs die. What a runtime does
/// for code that runs the first time then lies before the table is written, and before the first server dies.
/// </summary>
internal static class TableRehearsal
{
    private const int Services = 2;
    private const int ChangesMin = 2 * KernelIpvs.BatchSize;

    /// <summary>Does so.</summary>
    public static void Run(Plan plan, KernelIpvs kernel)
    {
        if (plan.Services.Count == 0) return;
        Plan few = plan with { Services = [.. plan.Services.Take(Services)] };
        Instant now = Clock.Now;
        ServiceMachine machine = new(few, IpvsTable.Empty, now, static _ => Verdict.Up);
        TableReconciler reconciler = new(new Stage(kernel), new Nobody());
        reconciler.Reconcile(machine.Desired, now);
        if (machine.Checks.FirstOrDefault() is { } check) machine.Observe(check, Verdict.Down, now);
        machine.Tick(now);
        machine.TakeTouched();
        reconciler.Reconcile(machine.Desired, now);
        reconciler.Reconcile(IpvsTable.Empty, now);
    }

    private sealed class Stage(KernelIpvs kernel) : IKernelTable
    {
        public TableStatus ReadStatus() => new([]);

        public ServiceStatus? ReadService(ServiceKey key) => null;

        public ApplyResult Apply(IReadOnlyList<IpvsChange> changes)
        {
            IEnumerable<IpvsChange> often = Enumerable.Repeat(changes, (ChangesMin / Math.Max(changes.Count, 1)) + 1).SelectMany(same => same);
            kernel.Rehearse([.. often]);
            return new ApplyResult(changes.Count, [], null);
        }
    }

    private sealed class Nobody : IOwnedServices
    {
        private readonly HashSet<ServiceKey> _keys = [];

        public IReadOnlySet<ServiceKey> Keys => _keys;

        public void Claim(IReadOnlyCollection<ServiceKey> keys)
        {
            _keys.UnionWith(keys);
            OwnedServices.Format(_keys);
        }

        public void Release(IReadOnlyCollection<ServiceKey> keys) => _keys.ExceptWith(keys);
    }
}
