using HaDirector.Model;

namespace HaDirector.Ipvs;

/// <summary>What the kernel's error numbers mean for the table; the same number means different things on different changes.</summary>
public static class IpvsErrors
{
    private const int EPERM = 1, ENOENT = 2, ESRCH = 3, EINTR = 4, EAGAIN = 11, ENOMEM = 12, EBUSY = 16, EEXIST = 17, ENODEV = 19, EINVAL = 22, ERANGE = 34;
    private const int ENOPROTOOPT = 92, EOPNOTSUPP = 95, EMSGSIZE = 90, EAFNOSUPPORT = 97, ENETUNREACH = 101, ENOBUFS = 105;

    /// <summary>Puts a refused change into words.</summary>
    /// <param name="change">The change.</param>
    /// <param name="errno">Error number.</param>
    /// <param name="kernelText">The kernel's extended acknowledgement, or null.</param>
    public static Refusal Explain(IpvsChange change, int errno, string? kernelText) => Word(errno, kernelText, (change, errno) switch
    {
        (IpvsChange.AddService c, ENOENT) => NotInTheKernel(c.Spec),
        (IpvsChange.EditService c, ENOENT) => NotInTheKernel(c.Spec),
        (IpvsChange.AddService, EEXIST) => "the service is there already",
        (IpvsChange.AddService c, EINVAL) => BadService(c.Spec),
        (IpvsChange.EditService c, EINVAL) => BadService(c.Spec),
        (_, ESRCH) => "the service is not there",
        (_, ENOENT) => "the server is not there",
        (_, EEXIST) => "the server is there already",
        (IpvsChange.AddDestination c, EINVAL) => BadServer(c.Service, c.Destination, c.Spec),
        (IpvsChange.EditDestination c, EINVAL) => BadServer(c.Service, c.Destination, c.Spec),
        (_, ERANGE) => "weight below 0, or lower threshold above the upper",
        (_, EAFNOSUPPORT) => "this kernel has no support for the address family",
        _ => Common(errno),
    });

    /// <summary>Puts a refused start of a sync daemon into words.</summary>
    public static Refusal Explain(SyncDaemonSpec daemon, int errno, string? kernelText) => Word(errno, kernelText, errno switch
    {
        EEXIST => $"a {RoleName(daemon.Role)} sync daemon runs already",
        ESRCH => $"no {RoleName(daemon.Role)} sync daemon runs",
        ENODEV => $"there is no interface {daemon.Interface}",
        ENETUNREACH => $"interface {daemon.Interface} is down",
        EINVAL =>
            "the kernel does not take this sync daemon: interface name, a group that is not one of multicast, or a server of another family than its service is in the table",
        _ => Common(errno),
    });

    /// <summary>Puts anything else that was refused into words.</summary>
    /// <param name="meaning">What the number means there; null when it means what it always does.</param>
    /// <param name="errno">Error number.</param>
    /// <param name="kernelText">The kernel's extended acknowledgement, or null.</param>
    public static Refusal Explain(string? meaning, int errno, string? kernelText) => Word(errno, kernelText, meaning ?? Common(errno));

    /// <summary>Puts into words why an answer did not arrive.</summary>
    /// <param name="errno">Error number of the socket; EAGAIN when nothing came.</param>
    /// <param name="sent">Whether the request went out, so that it may be done.</param>
    public static Refusal Unanswered(int errno, bool sent) => (sent, errno) switch
    {
        (true, EAGAIN or 0) => new(0, "the kernel gave no answer"),
        (true, ENOBUFS) => new(errno, $"answers of the kernel were lost: the socket's queue was full ({Symbol(errno)})"),
        (true, _) => new(errno, $"answers of the kernel could not be received ({Symbol(errno)})"),
        (false, _) => new(errno, $"nothing could be sent to the kernel ({Symbol(errno)})"),
    };

    /// <summary>The name of an error number.</summary>
    public static string Name(int errno) => Symbol(errno);

    private static Refusal Word(int errno, string? kernelText, string meaning) =>
        new(errno, string.IsNullOrEmpty(kernelText) ? $"{meaning} ({Symbol(errno)})" : $"{meaning} ({Symbol(errno)}: {kernelText})");

    private static string NotInTheKernel(ServiceSpec spec) =>
        $"this kernel has no scheduler '{spec.Scheduler}' (module ip_vs_{spec.Scheduler})"
        + (spec.PersistenceEngine is { } engine ? $", or no persistence engine '{engine}' (module ip_vs_pe_{engine})" : "");

    private static string BadService(ServiceSpec spec) =>
        spec.Scheduler.Length > Schedulers.MaxNameLength ? $"the name of the scheduler has more than {Schedulers.MaxNameLength} characters"
        : spec.PersistenceEngine?.Length > Schedulers.MaxNameLength ? $"the name of the persistence engine has more than {Schedulers.MaxNameLength} characters"
        : "the kernel does not take this service: its persistence prefix is out of range";

    private static string BadServer(ServiceKey service, IpEndpoint server, DestinationSpec spec)
    {
        if (server.Address.Family != service.Family)
        {
            return spec.Forwarding == Forwarding.Tunnel
                ? "a server of another address family than its service cannot be in the table while a sync daemon runs"
                : "a server of another address family than its service needs tunnel forwarding";
        }

        return spec is { Forwarding: Forwarding.Tunnel, Tunnel: { Type: TunnelType.Gue, Port: 0 } }
            ? "a GUE tunnel needs the port it goes to"
            : "the server's address is not one that packets can be sent to";
    }

    private static string RoleName(SyncRole role) => role == SyncRole.Master ? "master" : "backup";

    private static string Common(int errno) => errno switch
    {
        0 => "the kernel gave no answer",
        EPERM => "not permitted: CAP_NET_ADMIN on the host is missing",
        ENOMEM => "the kernel has no memory for it",
        ENOPROTOOPT => "the module ip_vs is being unloaded",
        EOPNOTSUPP => "this kernel does not know the command",
        _ => "the kernel refused",
    };

    private static string Symbol(int errno) => errno switch
    {
        0 => "no answer",
        EPERM => nameof(EPERM),
        ENOENT => nameof(ENOENT),
        ESRCH => nameof(ESRCH),
        ENOMEM => nameof(ENOMEM),
        EEXIST => nameof(EEXIST),
        ENODEV => nameof(ENODEV),
        EINVAL => nameof(EINVAL),
        ERANGE => nameof(ERANGE),
        EAFNOSUPPORT => nameof(EAFNOSUPPORT),
        ENETUNREACH => nameof(ENETUNREACH),
        ENOPROTOOPT => nameof(ENOPROTOOPT),
        EOPNOTSUPP => nameof(EOPNOTSUPP),
        EINTR => nameof(EINTR),
        EAGAIN => nameof(EAGAIN),
        EBUSY => nameof(EBUSY),
        EMSGSIZE => nameof(EMSGSIZE),
        ENOBUFS => nameof(ENOBUFS),
        _ => $"errno {errno}",
    };
}
