namespace HaDirector.Ipvs.Ipvsadm;

/// <summary>What ipvsadm 1.31 prints when the kernel refuses a command.</summary>
public static class IpvsadmErrors
{
    private const int EPERM = 1, ENOENT = 2, ESRCH = 3, ENOMEM = 12, EEXIST = 17, EINVAL = 22, EMSGSIZE = 90, ENOPROTOOPT = 92, EOPNOTSUPP = 95, EAFNOSUPPORT = 97;

    /// <summary>Its words; null where it prints the C library's.</summary>
    /// <param name="command">What was asked for.</param>
    /// <param name="errno">What the kernel answered.</param>
    public static string? Text(IpvsadmCommand command, int errno) => ((command as IpvsadmCommand.Change)?.What, command, errno) switch
    {
        (IpvsChange.AddService, _, EEXIST) => "Service already exists",
        (IpvsChange.AddService or IpvsChange.EditService, _, ENOENT) => "Scheduler or persistence engine not found",
        (IpvsChange.EditService or IpvsChange.RemoveService, _, ESRCH) or (_, IpvsadmCommand.Zero or IpvsadmCommand.List, ESRCH) => "No such service",
        (IpvsChange.AddDestination or IpvsChange.EditDestination or IpvsChange.RemoveDestination, _, ESRCH) => "Service not defined",
        (IpvsChange.AddDestination, _, EEXIST) => "Destination already exists",
        (IpvsChange.EditDestination or IpvsChange.RemoveDestination, _, ENOENT) => "No such destination",
        (_, IpvsadmCommand.StartDaemon, EEXIST) => "Daemon has already run",
        (_, IpvsadmCommand.StopDaemon, ESRCH) => "No daemon is running",
        (_, _, EPERM) => "Permission denied (you must be root)",
        (_, _, EINVAL) => "Invalid operation.  Possibly wrong module version, address not unicast, ...",
        (_, _, ENOPROTOOPT) => "Protocol not available",
        (_, _, ENOMEM) => "Memory allocation problem",
        (_, _, EOPNOTSUPP) => "Operation not supported with IPv6",
        (_, _, EAFNOSUPPORT) => "Operation not supported with specified address family",
        (_, _, EMSGSIZE) => "Module is wrong version",
        _ => null,
    };
}
