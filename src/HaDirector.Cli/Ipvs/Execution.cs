using HaDirector.Ipvs;
using HaDirector.Ipvs.Ipvsadm;
using HaDirector.Linux.Netlink;

namespace HaDirector.Cli.Ipvs;

/// <summary>Does what one command asks of the kernel.</summary>
internal static class Execution
{
    /// <summary>Makes a change; null, or why the kernel did not.</summary>
    public static Refusal? Do(KernelIpvs kernel, IpvsadmCommand command) => command switch
    {
        IpvsadmCommand.Change c => Changed(kernel.Apply([c.What])),
        IpvsadmCommand.Clear => kernel.Flush(),
        IpvsadmCommand.Zero c => kernel.Zero(c.Service),
        IpvsadmCommand.SetTimeouts c => kernel.SetTimeouts(c.Timeouts),
        IpvsadmCommand.StartDaemon c => kernel.StartDaemon(c.Daemon, c.Transport),
        IpvsadmCommand.StopDaemon c => kernel.ReadDaemons().Any(d => d.Role == c.Role)
            ? kernel.StopDaemon(c.Role)
            : new Refusal(3, $"no {(c.Role == SyncRole.Master ? "master" : "backup")} sync daemon runs (ESRCH)"),
        _ => throw new InvalidOperationException($"{command} changes nothing"),
    };

    /// <summary>The services that a command changes; null is all of them.</summary>
    public static IEnumerable<ServiceKey>? Touched(IpvsadmCommand command) => command switch
    {
        IpvsadmCommand.Change c => [c.What.Service],
        IpvsadmCommand.Clear => null,
        _ => [],
    };

    private static Refusal? Changed(ApplyResult result) =>
        result.Refused is [var refused, ..] ? refused.Refusal : result.Lost;
}
