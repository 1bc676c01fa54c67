namespace HaDirector.Ipvs;

/// <summary>Flags of a virtual service, with the kernel's values (IP_VS_SVC_F_*).</summary>
[Flags]
public enum ServiceFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Connections of one client stick to one server.</summary>
    Persistent = 1,

    /// <summary>Set by the kernel, never by us.</summary>
    Hashed = 2,

    /// <summary>Each UDP packet is scheduled alone.</summary>
    OnePacket = 4,

    /// <summary>sh-fallback, mh-fallback.</summary>
    SchedulerFallback = 8,

    /// <summary>sh-port, mh-port.</summary>
    SchedulerPort = 0x10,
}

/// <summary>How a virtual service behaves: everything of it but its key and its servers.</summary>
/// <param name="Scheduler">Kernel name of the scheduler, at most 15 characters.</param>
/// <param name="Flags">Flags without <see cref="ServiceFlags.Hashed"/>.</param>
/// <param name="PersistenceSeconds">Persistence time-out in seconds; 0 when not persistent.</param>
/// <param name="PersistencePrefixLength">Bits of the client address that make one client: 32 or 128 is each address alone.</param>
public sealed record ServiceSpec(string Scheduler, ServiceFlags Flags, uint PersistenceSeconds, byte PersistencePrefixLength);
