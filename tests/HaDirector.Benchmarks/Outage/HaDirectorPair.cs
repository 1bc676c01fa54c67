using System.Diagnostics;
using System.Globalization;

namespace HaDirector.Benchmarks.Outage;

/// <summary>Two HaDirectors, with or without BFD between them.</summary>
internal sealed class HaDirectorPair(string exe, int intervalMs, bool bfd, int network, string folder)
    : Contender(bfd ? "HaDirector with BFD 10 ms x 3" : "HaDirector", network, folder)
{
    protected override Process Launch(int seat)
    {
        string config = Path.Combine(Folder, "hadirector.yaml");
        if (!File.Exists(config)) File.WriteAllText(config, Yaml());
        string name = seat == 0 ? "lb01" : "lb02";
        return Shell.StartIn(Host(seat), Log(name), new Dictionary<string, string>(),
            exe, "run", "--config", config, "--director", name, "--run-dir", Path.Combine(Folder, name));
    }

    private string Yaml() => string.Create(CultureInfo.InvariantCulture, $$"""
        directors:
          lb01: { address: 10.88.{{Network}}.1 }
          lb02: { address: 10.88.{{Network}}.2 }
        restart: { preempt_after_crash: 1s }
        {{(bfd ? $$"""
        bfd:
          pair: { peer: { lb01: 10.77.{{Network}}.2, lb02: 10.77.{{Network}}.1 }, interface: eth0, interval: 10ms, receive_interval: 10ms, multiplier: 3 }
        """ : "")}}
        virtual_routers:
          bench:
            interface: eth0
            virtual_router_id: {{Network}}
            priority: { lb01: 150, lb02: 100 }
            advert_interval: {{intervalMs}}ms
            addresses: [ {{VirtualAddress}}/24 ]
        {{(bfd ? "    bfd: pair" : "")}}
        """);
}
