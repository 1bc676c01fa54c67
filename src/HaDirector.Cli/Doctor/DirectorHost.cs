using HaDirector.Config;
using HaDirector.Engine;
using HaDirector.Engine.Doctor;
using HaDirector.Ipvs;
using HaDirector.Linux;
using HaDirector.Linux.Netlink;
using HaDirector.Linux.Processes;
using HaDirector.Model;

namespace HaDirector.Cli.Doctor;

/// <summary>Reads what the services' needs are compared with.</summary>
internal static class DirectorHost
{
    private const int ENOENT = 2;

    /// <summary>Facts of the network namespace it is called in.</summary>
    public static DirectorFacts Read(Plan plan)
    {
        uint? size = null;
        if (KernelIpvs.TryOpen(out KernelIpvs? kernel, out _))
        {
            using (kernel) size = kernel!.ReadInfo().ConnectionTableSize;
        }

        Dictionary<string, bool> schedulers = size is null ? [] : AskSchedulers([.. plan.Services.Select(service => service.Spec.Scheduler).Distinct()]);
        IReadOnlyList<InterfaceFacts> interfaces = HostInterfaces.Read()?.Interfaces ?? [];
        return new DirectorFacts(
            Sysctl.Read, name => schedulers.TryGetValue(name, out bool has) ? has : null, size,
            [.. interfaces.Where(device => device.Name != "lo").SelectMany(device => device.Addresses.Select(address => new HostNetwork(device.Name, address)))],
            Nft.Path is not null);
    }

    // Only the kernel knows, for a scheduler may be built in: it is given a service of each in a namespace that nobody else is in and that ends with the thread.
    private static Dictionary<string, bool> AskSchedulers(IReadOnlyList<string> names)
    {
        Dictionary<string, bool> answers = [];
        Thread scratch = new(() =>
        {
            try
            {
                NetworkNamespace.EnterNew();
                if (!KernelIpvs.TryOpen(out KernelIpvs? kernel, out _)) return;
                using (kernel)
                {
                    uint mark = 0;
                    foreach (string name in names)
                    {
                        ApplyResult result = kernel!.Apply([new IpvsChange.AddService(ServiceKey.Mark(++mark, IpFamily.V4), new ServiceSpec(name, ServiceFlags.None, 0, 32))]);
                        if (result.Complete) answers[name] = true;
                        else if (result.Refused.Any(refused => refused.Refusal.Errno == ENOENT)) answers[name] = false;
                    }
                }
            }
            catch (LinuxException)
            {
                // Without the right to make a namespace nothing is said about schedulers.
            }
        });
        scratch.Start();
        scratch.Join();
        return answers;
    }
}
