using System.Diagnostics;

namespace HaDirector.Benchmarks.Outage;

/// <summary>Two keepaliveds.</summary>
internal sealed class KeepalivedPair(int intervalMs, int network, string folder) : Contender("keepalived", network, folder)
{
    protected override Process Launch(int seat) =>
        Keepalived.Start(Host(seat), Path.Combine(Folder, $"{seat}"), Log($"keepalived{seat}"), Network, seat == 0 ? 150 : 100, intervalMs, VirtualAddress);
}
