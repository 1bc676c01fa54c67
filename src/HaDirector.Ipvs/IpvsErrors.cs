namespace HaDirector.Ipvs;

/// <summary>What the kernel's error numbers mean for the table; the same number means different things on different changes.</summary>
public static class IpvsErrors
{
    private const int EPERM = 1, ENOENT = 2, ESRCH = 3, ENOMEM = 12, EEXIST = 17, ENODEV = 19, EINVAL = 22, ERANGE = 34;
    private const int EAFNOSUPPORT = 97, ENETUNREACH = 101;

    /// <summary>Puts a refused change into words.</summary>
    /// <param name="change">The change.</param>
    /// <param name="errno">Error number.</param>
    /// <param name="kernelText">The kernel's extended acknowledgement, or null.</param>
    public static Refusal Explain(IpvsChange change, int errno, string? kernelText) => Word(errno, kernelText, (change, errno) switch
    {
        (IpvsChange.AddService c, ENOENT) => UnknownScheduler(c.Spec),
        (IpvsChange.EditService c, ENOENT) => UnknownScheduler(c.Spec),
        (IpvsChange.AddService, EEXIST) => "the service is there already",
        (IpvsChange.AddService or IpvsChange.EditService, EINVAL) =>
            "the kernel does not take this service: scheduler name or persistence prefix out of range",
        (_, ESRCH) => "the service is not there",
        (_, ENOENT) => "the server is not there",
        (_, EEXIST) => "the server is there already",
        (_, EINVAL) => "the server's address is not one that packets can be sent to, or its family needs tunnel forwarding",
        (_, ERANGE) => "weight below 0, or lower threshold above the upper",
        (_, EAFNOSUPPORT) => "this kernel has no support for the address family",
        _ => Common(errno),
    });

    /// <summary>Puts a refused start of a sync daemon into words.</summary>
    public static Refusal Explain(SyncDaemonSpec daemon, int errno, string? kernelText) => Word(errno, kernelText, errno switch
    {
        EEXIST => $"a {Name(daemon.Role)} sync daemon runs already",
        ESRCH => $"no {Name(daemon.Role)} sync daemon runs",
        ENODEV => $"there is no interface {daemon.Interface}",
        ENETUNREACH => $"interface {daemon.Interface} is down",
        EINVAL =>
            "the kernel does not take this sync daemon: interface name, or a server of another family than its service is in the table",
        _ => Common(errno),
    });

    /// <summary>Puts anything else that was refused into words.</summary>
    /// <param name="meaning">What the number means there; null when it means what it always does.</param>
    /// <param name="errno">Error number.</param>
    /// <param name="kernelText">The kernel's extended acknowledgement, or null.</param>
    public static Refusal Explain(string? meaning, int errno, string? kernelText) => Word(errno, kernelText, meaning ?? Common(errno));

    private static Refusal Word(int errno, string? kernelText, string meaning) =>
        new(errno, string.IsNullOrEmpty(kernelText) ? $"{meaning} ({Symbol(errno)})" : $"{meaning} ({Symbol(errno)}: {kernelText})");

    private static string UnknownScheduler(ServiceSpec spec) => $"this kernel has no scheduler '{spec.Scheduler}' (module ip_vs_{spec.Scheduler})";

    private static string Name(SyncRole role) => role == SyncRole.Master ? "master" : "backup";

    private static string Common(int errno) => errno switch
    {
        0 => "the kernel gave no answer",
        EPERM => "not permitted: CAP_NET_ADMIN on the host is missing",
        ENOMEM => "the kernel has no memory for it",
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
        _ => $"errno {errno}",
    };
}
