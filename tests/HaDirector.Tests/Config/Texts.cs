using HaDirector.Config;

namespace HaDirector.Tests.Config;

/// <summary>Small files for tests, and what loads them.</summary>
internal static class Texts
{
    /// <summary>Every key of the language.</summary>
    public const string Whole =
        """
        directors:
          lb01: { address: 192.0.2.11 }
          lb02: { address: 192.0.2.12 }
        virtual_routers:
          web:
            interface: { lb01: eth0, lb02: ens3 }
            virtual_router_id: 51
            priority: { lb01: 150, lb02: 100 }
            advert_interval: 40ms
            preempt: false
            checksum: rfc9568
            addresses: [ 192.0.2.80/24, 192.0.2.81 ]
        services:
          web:
            address: tcp://192.0.2.80:80
            scheduler: mh
            scheduler_flags: [ fallback, port ]
            forwarding: nat
            persistence: { timeout: 60s, granularity: 24 }
            on_failure: remove
            check: { http: { path: /healthz, host: www.example, status: 200-204, body: "o.k" }, interval: 2s, timeout: 1s, rise: 3, fall: 4, port: 81 }
            servers:
              - { address: 198.51.100.21:8080, weight: 7, upper_threshold: 100, lower_threshold: 50 }
              - { address: 198.51.100.22, forwarding: tun, check: { tcp: {}, port: 99, rise: 1 } }
          dns: { address: udp://192.0.2.81:53, one_packet: true, forwarding: dr, servers: [ { address: 192.0.2.21 } ] }
          mark: { mark: 5, family: ipv6, forwarding: dr, servers: [ { address: "2001:db8::1" } ] }
        connection_sync: { mode: kernel, interface: eth1, sync_id: 9 }
        ipvs: { required: true, on_stop: keep }
        control: { socket: /run/other.sock, metrics: { lb01: 192.0.2.11:9100 } }

        """;

    public static LoadResult Load(string text, string? director = "lb01", HostFacts? facts = null) =>
        ConfigFile.Load(text, "f.yaml", director, facts);
}
