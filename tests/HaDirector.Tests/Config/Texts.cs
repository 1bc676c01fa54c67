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
          both:
            interface: eth0
            virtual_router_id: 52
            priority: { lb01: 150, lb02: 100 }
            version: 3
            preempt_delay: 5s
            startup_delay: 7s
            checksum: auto
            profile: director
            addresses:
              - { address: 198.51.100.80/24, interface: { lb01: eth1, lb02: eth2 }, scope: link, label: "eth1:a", detect_duplicates: false }
              - "2001:db8::80/64"
              - { address: "2001:db8::81/64", detect_duplicates: true }
            excluded_addresses: [ 198.51.100.81, "2001:db8::82" ]
            unicast: { peers: [ 192.0.2.11, 192.0.2.12, "2001:db8::11", "2001:db8::12" ], source: { lb01: "2001:db8::11", lb02: "2001:db8::12" }, check_source: false, hop_limit: 64, allow_unauthenticated: true }
            authentication: { hmac: { mode: permissive, keys: [ { id: 1, secret: sixteen-bytes-or-more }, { id: 2, file: /etc/hadirector/vrrp.key } ], active_key: 2, window: 1m } }
            accept: false
            fence: never
            virtual_mac: vm
            announce: { repeat: 3, again: 0s, refresh: 60s, pace: 2ms }
            routes: [ { to: 0.0.0.0/0, via: { lb01: 192.0.2.1, lb02: 192.0.2.2 }, interface: eth3, source: 192.0.2.80, table: 100, metric: 9, scope: link }, { to: "::/0" } ]
            rules: [ { from: 192.0.2.80/32, to: 10.0.0.0/8, interface: eth4, mark: 3, table: 100, preference: 7 }, { from: "2001:db8::/32", table: 101 } ]
            track:
              interfaces: [ eth5, { name: { lb01: eth6, lb02: eth7 }, weight: -20, reverse: true, up_delay: 1s, down_delay: 2s } ]
              routes: [ 0.0.0.0/0, { to: 10.0.0.0/8, table: 7, weight: 5 } ]
              source_addresses: [ 192.0.2.11, { address: { lb01: 192.0.2.13, lb02: 192.0.2.14 }, weight: 3 } ]
              bfd: [ link ]
              routers: [ web ]
              services: [ web, { name: dns, minimum: 2, weight: -5 } ]
              scripts: [ chk ]
              files: [ load ]
              processes: [ { name: ngx, weight: 10 } ]
            bfd: link
            on_address_removed: yield
          old:
            { interface: eth1, virtual_router_id: 53, priority: { lb01: 150, lb02: 100 }, version: 2, advert_interval: 255s, addresses: [ 203.0.113.80 ], authentication: { password: pass }, foreign_peer: true, virtual_mac: true }
        sync_groups: { all: [ web, old ] }
        foreign_virtual_routers: [ { interface: { lb01: eth0, lb02: eth1 }, virtual_router_ids: [ 7, 9 ] }, { interface: eth2, virtual_router_ids: [ 51 ] } ]
        tracks:
          scripts: { chk: { command: [ /bin/true, -x ], interval: 3s, timeout: 2s, rise: 2, fall: 3, user: nobody } }
          files: { load: { path: /run/load } }
          processes: { ngx: { process: nginx, minimum: 2, maximum: 9, up_delay: 1s, down_delay: 2s } }
          stale: keep
        bfd:
          link: { peer: { lb01: 192.0.2.12, lb02: 192.0.2.11 }, local: { lb01: 192.0.2.11, lb02: 192.0.2.12 }, interface: eth0, interval: 10ms, receive_interval: 20ms, multiplier: 4, passive: true }
          far: { multihop: true, hop_limit: 200 }
        pair: { port: 1112, key: another-secret-of-16 }
        restart: { preempt_after_crash: 90s }
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
          many: { addresses: [ udp://192.0.2.80:5060-5062, udp://192.0.2.81:5060, mark:6 ], forwarding: tun, tunnel: { type: gue, port: 5555, checksum: full }, persistence: { engine: sip }, servers: [ { address: 192.0.2.21 }, { address: 192.0.2.22, tunnel: gre } ] }
        connection_sync: { mode: kernel, interface: eth1, sync_id: 9 }
        ipvs: { required: true, on_stop: keep, foreign: keep, conn_tab_bits: 20, timeouts: { tcp: 2h, tcp_fin: 60s, udp: 30s }, settings: { conntrack: true, drop_entry: automatic, sync_ports: 4 } }
        control: { socket: /run/other.sock, metrics: { lb01: 192.0.2.11:9100 } }

        """;

    public static LoadResult Load(string text, string? director = "lb01", HostFacts? facts = null) =>
        ConfigFile.Load(text, "f.yaml", director, facts);
}
