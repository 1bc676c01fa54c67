using HaDirector.Ipvs;

namespace HaDirector.Linux.Netlink;

/// <summary>What one reconcile did.</summary>
/// <param name="Before">The table before it.</param>
/// <param name="Changes">Changes that were needed at first.</param>
/// <param name="Result">What became of them.</param>
public sealed record ReconcileResult(IpvsTable Before, IReadOnlyList<IpvsChange> Changes, ApplyResult Result);

/// <summary>Makes the kernel's table what is desired with the fewest changes, and keeps account of which services are ours.</summary>
/// <param name="kernel">The table.</param>
/// <param name="ownership">Which services are ours.</param>
public sealed class TableReconciler(KernelIpvs kernel, IpvsOwnership ownership)
{
    private const int Rounds = 3; // when answers were lost

    /// <summary>Reads, compares, writes. When nothing differs nothing is written.</summary>
    /// <param name="desired">What the table should hold; <see cref="IpvsTable.Empty"/> removes what is ours.</param>
    /// <exception cref="IOException">The table cannot be read, or the run directory cannot be written: nothing was changed.</exception>
    public ReconcileResult Reconcile(IpvsTable desired)
    {
        IpvsTable before = kernel.Read();
        IReadOnlyList<IpvsChange> changes = Reconciler.Diff(desired, before, ownership.Owns);
        // Claimed before they are made: after a crash in between an entry too many does no harm, one too few leaves a service behind.
        ownership.Set(OwnedServices.BeforeChange(ownership.Keys, desired));
        ApplyResult result = kernel.Apply(changes);
        for (int round = 1; round < Rounds && !result.Certain; round++)
            result = kernel.Apply(Reconciler.Diff(desired, kernel.Read(), ownership.Owns));

        ownership.Set(OwnedServices.AfterChange(ownership.Keys, desired, result));
        return new ReconcileResult(before, changes, result);
    }
}
