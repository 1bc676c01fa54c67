using HaDirector.Model;

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

    /// <summary>The third flag a scheduler may define; none of the kernel's does.</summary>
    SchedulerThird = 0x20,
}

/// <summary>How a virtual service behaves: everything of it but its key and its servers.</summary>
/// <param name="Scheduler">Kernel name of the scheduler, at most 15 characters.</param>
/// <param name="Flags">Flags without <see cref="ServiceFlags.Hashed"/>.</param>
/// <param name="PersistenceSeconds">Persistence time-out in seconds; 0 when not persistent.</param>
/// <param name="PersistencePrefixLength">Bits of the client address that make one client: 32 or 128 is each address alone.</param>
public sealed record ServiceSpec(string Scheduler, ServiceFlags Flags, uint PersistenceSeconds, byte PersistencePrefixLength)
{
    /// <summary>Kernel name of the persistence engine ("sip"), which sticks by what is in the packets; null is by client address. Only with persistence.</summary>
    public string? PersistenceEngine { get; init; }

    /// <summary>This behaviour as the kernel is told it: what has no effect is put to one value, so that it never shows as a difference.</summary>
    /// <remarks>
    /// A time-out of 0 with the flag would be taken literally, so it becomes 1 s; without the flag time-out and prefix mean nothing;
    /// <see cref="ServiceFlags.Hashed"/> is the kernel's own.
    /// </remarks>
    public ServiceSpec Normal(IpFamily family)
    {
        byte whole = family == IpFamily.V4 ? (byte)32 : (byte)128;
        ServiceFlags flags = Flags & ~ServiceFlags.Hashed;
        return flags.HasFlag(ServiceFlags.Persistent)
            ? new ServiceSpec(Scheduler, flags, Math.Max(PersistenceSeconds, 1), Math.Min(PersistencePrefixLength, whole)) { PersistenceEngine = PersistenceEngine }
            : new ServiceSpec(Scheduler, flags, 0, whole);
    }
}
