using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Ipvs;
using HaDirector.Linux;
using HaDirector.Model;
using HaDirector.Netlink;
using HaDirector.Netlink.Ipvs;

namespace HaDirector.Daemon.Loops;

/// <summary>
/// Decides and programs the first services of a plan once before a kernel that is not there. What a runtime does for code that runs the first time
/// then lies before the table is read, and not between reading it and making it what it should be.
/// </summary>
internal static class TableRehearsal
{
    private const int Services = 2;

    /// <summary>Does so.</summary>
    public static void Run(Plan plan)
    {
        if (plan.Services.Count == 0) return;
        Plan few = plan with { Services = [.. plan.Services.Take(Services)] };
        Instant now = Clock.Now;
        ServiceMachine machine = new(few, IpvsTable.Empty, now, static _ => Verdict.Up);
        TableReconciler reconciler = new(new Nowhere(), new Nobody());
        reconciler.Reconcile(machine.Desired, now);
        reconciler.Reconcile(IpvsTable.Empty, now);
    }

    private sealed class Nowhere : IKernelTable
    {
        private readonly byte[] _written = new byte[IpvsRequest.MaxLength];

        public TableStatus ReadStatus() => new([]);

        public ServiceStatus? ReadService(ServiceKey key) => null;

        public ApplyResult Apply(IReadOnlyList<IpvsChange> changes)
        {
            foreach (IpvsChange change in changes)
            {
                NetlinkWriter writer = new(_written);
                IpvsRequest.Change(ref writer, family: 0, sequence: 0, MessageFlags.None, change);
            }
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
