using System.Diagnostics;
using System.Globalization;

namespace HaDirector.Benchmarks;

/// <summary>A keepalived with real-time priority and locked memory, as one would run it, with one virtual router.</summary>
internal static class Keepalived
{
    /// <summary>Starts it.</summary>
    /// <param name="netns">Where.</param>
    /// <param name="stem">What the paths of its files begin with.</param>
    /// <param name="log">Path of its log.</param>
    /// <param name="router">Virtual router id.</param>
    /// <param name="priority">Priority.</param>
    /// <param name="intervalMs">Advert interval.</param>
    /// <param name="address">Virtual address.</param>
    public static Process Start(string netns, string stem, string log, int router, int priority, int intervalMs, string address)
    {
        string config = stem + ".conf";
        File.WriteAllText(config, string.Create(CultureInfo.InvariantCulture, $$"""
            global_defs {
              vrrp_version 3
              vrrp_rt_priority 50
              vrrp_no_swap
            }
            vrrp_instance bench {
              state BACKUP
              interface eth0
              virtual_router_id {{router}}
              priority {{priority}}
              advert_int {{intervalMs / 1000.0}}
              virtual_ipaddress { {{address}}/24 }
            }
            """));
        string Pid(string part) => $"{stem}.{part}.pid";
        // What was killed left them behind.
        foreach (string part in (string[])["main", "vrrp", "checkers", "bfd"]) File.Delete(Pid(part));
        return Shell.StartIn(netns, log, new Dictionary<string, string>(),
            "keepalived", "--dont-fork", "--log-console", "-P", "-f", config, "-p", Pid("main"), "-r", Pid("vrrp"), "-c", Pid("checkers"), "-b", Pid("bfd"));
    }
}
