namespace HaDirector.Ipvs;

/// <summary>A table that services are made in: the kernel's, or a simulated one. For one thread at a time.</summary>
public interface IKernelTable
{
    /// <summary>The whole table as it is.</summary>
    /// <exception cref="System.IO.IOException">It cannot be read.</exception>
    TableStatus ReadStatus();

    /// <summary>One service as it is; null when it is not there.</summary>
    /// <exception cref="System.IO.IOException">It cannot be read.</exception>
    ServiceStatus? ReadService(ServiceKey key);

    /// <summary>Makes changes in their order. Later ones are tried also when earlier ones are refused.</summary>
    ApplyResult Apply(IReadOnlyList<IpvsChange> changes);
}

/// <summary>A table that can be read in small steps.</summary>
public interface IKernelWalk
{
    /// <summary>Every service, in small steps: null is a step that gives none. What changes meanwhile may be missed or come twice.</summary>
    /// <exception cref="System.IO.IOException">It cannot be read.</exception>
    IEnumerable<ServiceStatus?> Walk();
}

/// <summary>The list of services that are ours, kept over restarts.</summary>
public interface IOwnedServices
{
    /// <summary>Services that are ours.</summary>
    IReadOnlySet<ServiceKey> Keys { get; }

    /// <summary>Adds services; does nothing when they are all there. Called before they are made: after a crash in between, an entry too many does no harm, one too few leaves a service behind.</summary>
    /// <exception cref="System.IO.IOException">The list cannot be kept; it is as it was.</exception>
    void Claim(IReadOnlyCollection<ServiceKey> keys);

    /// <summary>Takes services from the list, once they are gone.</summary>
    /// <exception cref="System.IO.IOException">The list cannot be kept; it is as it was.</exception>
    void Release(IReadOnlyCollection<ServiceKey> keys);
}
