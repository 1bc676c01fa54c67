using HaDirector.Config;
using HaDirector.Control;
using HaDirector.Daemon.Applying;
using HaDirector.Daemon.Configuration;
using HaDirector.Engine;
using HaDirector.Health;
using HaDirector.Ipvs;
using HaDirector.Linux;
using HaDirector.Linux.Netlink;

namespace HaDirector.Cli.Applying;

/// <summary>What can be said of a file where no director runs: its findings, and what differs from the kernel's table if every server is up.</summary>
internal static class OfflinePlan
{
    /// <summary>Makes it; never fails, but for what is said in the report.</summary>
    public static PlanReport? Make(byte[] content, string name, string? director, string socket, bool all, out string reason)
    {
        reason = "";
        string host = director ?? Environment.MachineName;
        LoadResult loaded = ConfigFile.Load(content, name, host, secrets: SecretFiles.Read);
        PlanReport report = PlanReports.Of(name, loaded.Plan?.Director ?? host, loaded, null, all, DateTimeOffset.UtcNow);
        return loaded.Plan is { } plan ? report with { Kernel = Kernel(plan, Path.GetDirectoryName(socket) ?? "/", all) } : report;
    }

    private static KernelPlanReport Kernel(Plan plan, string runDirectory, bool all)
    {
        if (plan.Services.Count == 0) return new KernelPlanReport(false, "the file has no services", 0, []);
        if (!KernelIpvs.TryOpen(out KernelIpvs? kernel, out string why)) return new KernelPlanReport(false, why, 0, []);
        try
        {
            using (kernel)
            {
                ServiceMachine machine = new(plan, IpvsTable.Empty, Clock.Now, static _ => Verdict.Up);
                IpvsTable desired = ProbePaths.With(machine.Desired, ProbePaths.Of(plan));
                NeighbourServices neighbours = NeighbourServices.Read(runDirectory);
                return PlanReports.Kernel(
                    plan, desired, kernel!.Read(), new IpvsOwnership(runDirectory).Keys.Contains, key => ProbePaths.IsOurs(key) || neighbours.Has(key), all,
                    "as if every server were up");
            }
        }
        catch (IOException e)
        {
            return new KernelPlanReport(false, e.Message, 0, []);
        }
    }
}
