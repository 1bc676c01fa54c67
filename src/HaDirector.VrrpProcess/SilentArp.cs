using HaDirector.Linux;

namespace HaDirector.VrrpProcess;

/// <summary>
/// While it lives, interfaces answer ARP only for addresses that are on them: not for those that merely have a local route, by which a router that
/// leaves goes on accepting. (IPv6 never answers for others.)
/// </summary>
internal sealed class SilentArp : IDisposable
{
    private const string OnThisInterfaceOnly = "1"; // ip-sysctl, arp_ignore

    private readonly List<string> _changed = [];

    public SilentArp(IEnumerable<string> interfaces)
    {
        foreach (string name in interfaces)
        {
            string setting = $"net/ipv4/conf/{name}/arp_ignore";
            if (Sysctl.Read(setting) is not "0") continue; // stricter already, or no interface any more
            if (Sysctl.Write(setting, OnThisInterfaceOnly) is null) _changed.Add(setting);
            else IsSilent = false;
        }
    }

    /// <summary>Whether it is so on all of them.</summary>
    public bool IsSilent { get; } = true;

    public void Dispose()
    {
        foreach (string setting in _changed) Sysctl.Write(setting, "0");
    }
}
