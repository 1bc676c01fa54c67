using HaDirector.Model;

namespace HaDirector.Linux.Tests.VrrpProcess.Interop;

/// <summary>Beside real directors of other makers. All cases are begun together, for they mostly wait; each test reports one of them.</summary>
public sealed class InteropTests
{
    private const int AtOnce = 8;

    private static readonly Dictionary<string, InteropCase> Cases = new()
    {
        ["keepalived, version 2"] = new("keepalived", 2, IpFamily.V4),
        ["keepalived, version 2, password"] = new("keepalived", 2, IpFamily.V4) { Password = "secret12" },
        ["keepalived, version 2, unicast"] = new("keepalived", 2, IpFamily.V4) { Unicast = true },
        ["frr, version 2"] = new("frr", 2, IpFamily.V4),
        ["keepalived, version 3, IPv4"] = new("keepalived", 3, IpFamily.V4),
        ["keepalived, version 3, IPv4, unicast"] = new("keepalived", 3, IpFamily.V4) { Unicast = true },
        ["keepalived, version 3, IPv4, its virtual MAC"] = new("keepalived", 3, IpFamily.V4) { PeerVirtualMac = true },
        ["keepalived, version 3, IPv4, virtual MAC of both"] = new("keepalived", 3, IpFamily.V4) { PeerVirtualMac = true, VirtualMac = true },
        ["keepalived, version 3, IPv6, virtual MAC of both"] = new("keepalived", 3, IpFamily.V6) { PeerVirtualMac = true, VirtualMac = true },
        ["frr, version 3, IPv4, virtual MAC of both"] = new("frr", 3, IpFamily.V4) { VirtualMac = true },
        ["keepalived, version 3, IPv6"] = new("keepalived", 3, IpFamily.V6),
        ["keepalived, version 3, IPv6, unicast"] = new("keepalived", 3, IpFamily.V6) { Unicast = true },
        ["keepalived, version 3, IPv6, its virtual MAC"] = new("keepalived", 3, IpFamily.V6) { PeerVirtualMac = true },
        ["frr, version 3, IPv4"] = new("frr", 3, IpFamily.V4),
        ["frr, version 3, IPv6"] = new("frr", 3, IpFamily.V6),
    };

    private static readonly SemaphoreSlim Room = new(AtOnce);
    private static readonly Lazy<Dictionary<string, Task>> All = new(() => Cases.ToDictionary(named => named.Key, named => Begin(named.Value)));

    public static TheoryData<string> Names => [.. Cases.Keys];

    [InteropTheory]
    [MemberData(nameof(Names))]
    public Task Each_leads_yields_leaves_and_is_missed_in_both_roles(string with) => All.Value[with];

    private static Task Begin(InteropCase how) => Task.Run(async () =>
    {
        await Room.WaitAsync();
        try
        {
            await Task.Factory.StartNew(() => InteropRun.Do(how), TaskCreationOptions.LongRunning);
        }
        finally
        {
            Room.Release();
        }
    });

    private sealed class InteropTheoryAttribute : TheoryAttribute
    {
        public InteropTheoryAttribute()
        {
            if (!Environment.IsPrivilegedProcess) Skip = "network namespaces need root";
            else if (!File.Exists("/usr/sbin/keepalived")) Skip = "keepalived is not installed";
            else if (!FrrPeer.IsInstalled) Skip = "frr is not installed";
        }
    }
}
