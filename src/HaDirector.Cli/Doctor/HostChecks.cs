using System.Globalization;
using HaDirector.Engine;
using HaDirector.Engine.Doctor;
using HaDirector.Linux;
using HaDirector.Linux.Netlink;
using HaDirector.Linux.Processes;

namespace HaDirector.Cli.Doctor;

/// <summary>Looks at this host, in the network namespace it is called in. What can be tried is tried, and taken back.</summary>
internal static class HostChecks
{
    private const string ScratchTable = "netdev hadirector-doctor";

    // The rule set of the fence in small: a hook on what leaves, and a set whose elements die by themselves.
    private const string Scratch = $$"""
        add table {{ScratchTable}}
        delete table {{ScratchTable}}
        table {{ScratchTable}} {
          set lease { type mark; size 16; flags dynamic,timeout; }
          chain out {
            type filter hook egress device "lo" priority 0; policy accept;
            meta l4proto 112 update @lease { meta mark & 0x0 ^ 0x1 timeout 100ms }
          }
        }
        delete table {{ScratchTable}}

        """;

    private static readonly Version AddressProtocol = new(5, 18);
    private static readonly TimeSpan ShortJiffy = TimeSpan.FromMilliseconds(4);

    /// <summary>Every finding, in the order of docs/fence.md, then what the services need.</summary>
    /// <param name="plan">What this director is to do; null when there is no configuration.</param>
    public static IReadOnlyList<Finding> All(Plan? plan)
    {
        Finding[] ofPlan = plan is null ? [] : [.. DirectorNeeds.Judge(plan, DirectorHost.Read(plan))];
        // Judged by what the file needs, where it needs it.
        return [Fence(), Jiffy(), Lifetimes(), RealTimeThread(), MemoryLock(), Ipvs(), .. Settings().ExceptBy(ofPlan.Select(finding => finding.Name), finding => finding.Name), .. ofPlan];
    }

    private static Finding Fence() => Nft.Run(Scratch) is { } why
        ? new Finding("fence", Verdict.Missing, why, "Install nftables and run a kernel with CONFIG_NETFILTER_EGRESS (5.16 or newer), as root. Until then addresses carry a kernel lifetime.")
        : new Finding("fence", Verdict.Good, $"{Nft.Path} and the egress hook of this kernel work");

    private static Finding Jiffy()
    {
        double milliseconds = Clock.Jiffy.TotalMilliseconds;
        string text = $"the kernel counts leases in steps of {milliseconds.ToString("0.##", CultureInfo.InvariantCulture)} ms";
        return Clock.Jiffy <= ShortJiffy
            ? new Finding("lease-grain", Verdict.Good, text)
            : new Finding("lease-grain", Verdict.Note, text, "Advert intervals below 50 ms want a kernel with CONFIG_HZ=250 or more.");
    }

    private static Finding Lifetimes() => Environment.OSVersion.Version >= AddressProtocol
        ? new Finding("lifetimes", Verdict.Good, "addresses can carry a lifetime and say whose they are")
        : new Finding("lifetimes", Verdict.Missing, $"this kernel ({Environment.OSVersion.Version}) does not keep whose an address is", "Run a kernel of 5.18 or newer: cleanup finds our addresses by their protocol number.");

    private static Finding RealTimeThread()
    {
        int error = 0;
        Thread scratch = new(() => error = RealTime.ScheduleThisThread(1));
        scratch.Start();
        scratch.Join();
        return error == 0
            ? new Finding("real-time", Verdict.Good, "SCHED_FIFO is allowed")
            : new Finding("real-time", Verdict.Missing, $"SCHED_FIFO is refused (errno {error})", "Give the service CAP_SYS_NICE and LimitRTPRIO; in a container allow a real-time budget for its control group.");
    }

    private static Finding MemoryLock()
    {
        int error = RealTime.LockMemory();
        return error == 0
            ? new Finding("memory-lock", Verdict.Good, "memory can be locked")
            : new Finding("memory-lock", Verdict.Missing, $"memory cannot be locked (errno {error})", "Give the service CAP_IPC_LOCK or LimitMEMLOCK=infinity.");
    }

    private static Finding Ipvs()
    {
        bool opened = KernelIpvs.TryOpen(out KernelIpvs? ipvs, out string why);
        ipvs?.Dispose();
        return opened
            ? new Finding("ip_vs", Verdict.Good, "the kernel has ip_vs")
            : new Finding("ip_vs", Verdict.Missing, why, "Load the module (modprobe ip_vs), or run a kernel that has it. Without services in the file it is not needed.");
    }

    private static IEnumerable<Finding> Settings()
    {
        yield return Setting(DirectorNeeds.ForwardV4, "1", "Services that forward by nat need it: sysctl -w net.ipv4.ip_forward=1.");
        yield return Setting("net.ipv4.conf.all.promote_secondaries", "1", "With 0, removing the first address of a network takes the virtual ones of that network along.");
        yield return Sysctl.Read("kernel.sched_rt_runtime_us") is "0"
            ? new Finding("kernel.sched_rt_runtime_us", Verdict.Missing, "0: no real-time thread ever runs", "sysctl -w kernel.sched_rt_runtime_us=950000.")
            : new Finding("kernel.sched_rt_runtime_us", Verdict.Good, Sysctl.Read("kernel.sched_rt_runtime_us") ?? "not there");
        yield return Setting("net.ipv6.conf.all.disable_ipv6", "0", "Virtual routers of IPv6 need 0.");
    }

    private static Finding Setting(string name, string wanted, string advice)
    {
        string? value = Sysctl.Read(name);
        return value == wanted ? new Finding(name, Verdict.Good, wanted) : new Finding(name, Verdict.Note, value ?? "not there", advice);
    }
}
