using HaDirector.Engine.RealServer;
using HaDirector.Linux;
using HaDirector.Linux.Route;
using HaDirector.Model;

namespace HaDirector.Cli.RealServer;

/// <summary>Compares a host with what it needs as a real server, and says in plain words what is missing.</summary>
internal static class RealServerCheck
{
    /// <summary>One sentence for each thing that is missing; empty when the host is ready.</summary>
    public static List<string> Missing(RealServerNeeds needs, RealServerHost host)
    {
        List<string> missing = [];
        foreach (ReceivingTunnel tunnel in needs.Tunnels)
        {
            if (host.Network.Has(tunnel) is not true)
                missing.Add(host.Network.Has(tunnel) is null
                    ? $"there is no tunnel {tunnel.Name}: 'up' makes it (ip {tunnel.Command})"
                    : $"{tunnel.Name} is another tunnel than is needed: ip link delete {tunnel.Name}, and 'up' makes it (ip {tunnel.Command})");
        }
        foreach (string link in needs.Links)
        {
            bool? up = host.Network.IsUp(link);
            if (up is null && needs.Tunnels.Any(tunnel => tunnel.Name == link)) continue; // said above
            if (up is null) missing.Add($"there is no interface {link}: the kernel module {TunnelDevice.Modules[link]} is not loaded");
            else if (up == false) missing.Add($"{link} is down: nothing comes out of the tunnel");
        }
        IReadOnlyList<GuePort> open = needs.Ports.Count == 0 ? [] : host.Ports.All();
        foreach (GuePort port in needs.Ports.Where(port => !open.Contains(port)))
            missing.Add($"{port} does not unwrap GUE: {(host.Ports.Available ? "nobody has opened it" : "the kernel module fou is not loaded (modprobe fou)")}");
        foreach (KernelSetting setting in needs.Settings)
        {
            string? value = Sysctl.Read(setting.Name);
            if (!setting.Accepts(value)) missing.Add($"{setting.Name} is {value ?? "not there"}, should be {setting.Value}: {setting.Reason}");
        }

        List<InterfaceAddress> addresses = host.Network.Addresses();
        foreach (HostAddress wanted in needs.Addresses)
        {
            if (!addresses.Any(address => address.Interface == wanted.Interface && address.Address == wanted.Prefix))
                missing.Add($"{wanted.Prefix} is not on {wanted.Interface}: this host drops packets for the virtual address");
            foreach (InterfaceAddress elsewhere in addresses.Where(address => IsExposed(address, wanted, needs)))
            {
                missing.Add($"{wanted.Address} is on {elsewhere.Interface} too, where this host answers for it as a director would: remove it there");
            }
        }
        return missing;
    }

    /// <summary>On any interface but lo and the tunnels the address is answered for; a director that is master holds it so by right.</summary>
    private static bool IsExposed(InterfaceAddress address, HostAddress wanted, RealServerNeeds needs) =>
        address.Address.Address == wanted.Address
        && address.Protocol != VirtualAddresses.Protocol
        && address.Interface != "lo" && !TunnelDevice.Modules.ContainsKey(address.Interface)
        && !needs.Tunnels.Any(tunnel => tunnel.Name == address.Interface);
}
