using HaDirector.Ipvs;

namespace HaDirector.Linux.Netlink;

/// <summary>A kernel setting that connection sync or forwarding depends on.</summary>
/// <param name="Name">As sysctl(8) writes it.</param>
/// <param name="Wanted">The value that is needed.</param>
/// <param name="Actual">The value now; null when there is no such setting.</param>
/// <param name="Fixed">Whether it was another before and was set.</param>
/// <param name="Why">What goes wrong without it.</param>
public sealed record SysctlResult(string Name, string Wanted, string? Actual, bool Fixed, string Why)
{
    /// <summary>Whether the value is the wanted one, or as good.</summary>
    public bool IsGood => Actual is not null && (Wanted == Actual || IpvsSettings.Find(Name[(Name.LastIndexOf('.') + 1)..])?.IsAs(Wanted, Actual) == true);
}

/// <summary>The kernel's settings of the calling thread's network namespace that decide whether IPVS is useful.</summary>
/// <remarks>net.ipv4.vs exists once ip_vs is loaded: open <see cref="KernelIpvs"/> first.</remarks>
public sealed class IpvsSysctls
{
    private readonly string _root;

    /// <summary>The settings under <paramref name="root"/>; only tests give another.</summary>
    public IpvsSysctls(string root = "/proc/sys") => _root = root;

    /// <summary>Sets what is not as wanted; when everything is, nothing is written. A setting that this kernel does not have is in the results without a value.</summary>
    public IReadOnlyList<SysctlResult> Ensure(IEnumerable<WantedSetting> settings) =>
        [.. settings.Select(setting => Ensure(IpvsSettings.Find(setting.Name)?.FullName ?? setting.Name, setting.Value, setting.Why))];

    /// <summary>Checks, and leaves to the administrator, what NAT forwarding needs of the whole host.</summary>
    /// <param name="ipv4">Whether there are IPv4 services with NAT.</param>
    /// <param name="ipv6">Whether there are IPv6 services with NAT.</param>
    public IReadOnlyList<SysctlResult> CheckNat(bool ipv4, bool ipv6)
    {
        List<SysctlResult> results = [];
        if (ipv4)
        {
            results.Add(Check("net.ipv4.ip_forward", "1", "answers of real servers behind NAT are not forwarded to clients"));
            results.Add(Check("net.ipv4.conf.all.send_redirects", "0", "servers on the clients' own network are told to answer past the director"));
        }

        if (ipv6) results.Add(Check("net.ipv6.conf.all.forwarding", "1", "answers of real servers behind NAT are not forwarded to clients"));
        return results;
    }

    private SysctlResult Check(string name, string wanted, string why) => new(name, wanted, Read(name), false, why);

    private SysctlResult Ensure(string name, string wanted, string why)
    {
        string? before = Read(name);
        SysctlResult found = new(name, wanted, before, false, why);
        if (before is null || found.IsGood) return found;
        try
        {
            File.WriteAllText(Path(name), wanted);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return found;
        }

        SysctlResult now = found with { Actual = Read(name) };
        return now with { Fixed = now.IsGood };
    }

    private string? Read(string name)
    {
        try
        {
            // Settings of several values are separated by tabs.
            return string.Join(' ', File.ReadAllText(Path(name)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string Path(string name) => System.IO.Path.Combine(_root, name.Replace('.', '/'));
}
