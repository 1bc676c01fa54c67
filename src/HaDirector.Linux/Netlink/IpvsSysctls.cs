namespace HaDirector.Linux.Netlink;

/// <summary>A kernel setting that connection sync or forwarding depends on.</summary>
/// <param name="Name">As sysctl(8) writes it.</param>
/// <param name="Wanted">The value that is needed.</param>
/// <param name="Actual">The value now; null when there is no such setting.</param>
/// <param name="Fixed">Whether it was another before and was set.</param>
/// <param name="Why">What goes wrong without it.</param>
public sealed record SysctlResult(string Name, string Wanted, string? Actual, bool Fixed, string Why)
{
    /// <summary>Whether the value is the wanted one.</summary>
    public bool IsGood => Actual == Wanted;
}

/// <summary>The kernel's settings of the calling thread's network namespace that decide whether IPVS is useful.</summary>
/// <remarks>net.ipv4.vs exists once ip_vs is loaded: open <see cref="KernelIpvs"/> first.</remarks>
public sealed class IpvsSysctls
{
    private readonly string _root;

    /// <summary>The settings under <paramref name="root"/>; only tests give another.</summary>
    public IpvsSysctls(string root = "/proc/sys") => _root = root;

    /// <summary>Sets what makes the sync daemons useful: a connection is sent with the packet that establishes it, and again while it lives.</summary>
    public IReadOnlyList<SysctlResult> EnsureConnectionSync() =>
    [
        // The default 3 50 sends a connection with its 3rd packet: a shorter one is never on the backup.
        Ensure("net.ipv4.vs.sync_threshold", "0 0", "connections would be sent late, those of less than 3 packets never"),
        Ensure("net.ipv4.vs.sync_refresh_period", "10", "with persistence a record would be sent for every packet"),
        Ensure("net.ipv4.vs.sync_retries", "1", "a lost record would not be sent again"),
    ];

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
        if (before is null || before == wanted) return new SysctlResult(name, wanted, before, false, why);
        try
        {
            File.WriteAllText(Path(name), wanted);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new SysctlResult(name, wanted, before, false, why);
        }

        string? after = Read(name);
        return new SysctlResult(name, wanted, after, after == wanted, why);
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
