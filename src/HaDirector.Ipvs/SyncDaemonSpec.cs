namespace HaDirector.Ipvs;

/// <summary>Roles of the kernel's connection sync daemon; the kernel's values (IP_VS_STATE_*).</summary>
public enum SyncRole : byte
{
    /// <summary>Sends.</summary>
    Master = 1,

    /// <summary>Receives.</summary>
    Backup = 2,
}

/// <summary>One sync daemon of the kernel.</summary>
/// <param name="Role">Sends or receives; both may run at once.</param>
/// <param name="Interface">Multicast interface, at most 15 characters.</param>
/// <param name="SyncId">1-255: 0 accepts everybody, and larger ids, which the kernel takes from others, never match on the wire.</param>
public readonly record struct SyncDaemonSpec(SyncRole Role, string Interface, uint SyncId);
