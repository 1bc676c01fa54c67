using System.Diagnostics;
using System.Globalization;

namespace HaDirector.Benchmarks.Outage;

/// <summary>Two keepaliveds with real-time priority and locked memory, as one would run them.</summary>
internal sealed class KeepalivedPair(int intervalMs, int network, string folder) : Contender("keepalived", network, folder)
{
    protected override Process Launch(int seat)
    {
        string config = Path.Combine(Folder, $"{seat}.conf");
        File.WriteAllText(config, string.Create(CultureInfo.InvariantCulture, $$"""
            global_defs {
              vrrp_version 3
              vrrp_rt_priority 50
              vrrp_no_swap
            }
            vrrp_instance bench {
              state BACKUP
              interface eth0
              virtual_router_id {{Network}}
              priority {{(seat == 0 ? 150 : 100)}}
              advert_int {{intervalMs / 1000.0}}
              virtual_ipaddress { {{VirtualAddress}}/24 }
            }
            """));
        string Pid(string part) => Path.Combine(Folder, $"{seat}.{part}.pid");
        // What was killed left them behind.
        foreach (string part in (string[])["main", "vrrp", "checkers", "bfd"]) File.Delete(Pid(part));
        return Shell.StartIn(Host(seat), Log($"keepalived{seat}"), new Dictionary<string, string>(),
            "keepalived", "--dont-fork", "--log-console", "-P", "-f", config, "-p", Pid("main"), "-r", Pid("vrrp"), "-c", Pid("checkers"), "-b", Pid("bfd"));
    }
}
