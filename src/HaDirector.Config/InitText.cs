using HaDirector.Config.Language;

namespace HaDirector.Config;

/// <summary>hadirector init: a commented starting file that loads as it is.</summary>
public static class InitText
{
    /// <summary>The file for a pair whose first director is <paramref name="director"/> (this host; null, or no possible name,
    /// is lb01).</summary>
    public static string For(string? director)
    {
        string first = director is not null && Names.Director.Allows(director) ? director : "lb01";
        string second = first == "lb02" ? "lb01" : "lb02";
        return Template.Replace("lb01", "\0", StringComparison.Ordinal)
            .Replace("lb02", second, StringComparison.Ordinal)
            .Replace("\0", first, StringComparison.Ordinal);
    }

    private const string Template =
        """
        # /etc/hadirector/hadirector.yaml: the same file on both directors.
        # After a change: hadirector check FILE, then systemctl reload hadirector.
        # Every key is explained in docs/configuration.md; hadirector schema helps your editor.

        # The two directors by host name, with their own addresses (not the virtual ones).
        directors:
          lb01: { address: 192.0.2.11 }
          lb02: { address: 192.0.2.12 }

        # Who holds the virtual addresses: the director with the greater priority, while it lives.
        virtual_routers:
          web:
            interface: eth0                      # per director if they differ: { lb01: eth0, lb02: ens3 }
            virtual_router_id: 51                # 1-255, unlike every other virtual router on this network
            priority: { lb01: 150, lb02: 100 }
            advert_interval: 100ms               # the other director takes over about 3.6 of these after the last
            addresses:
              - 192.0.2.80/24                    # the address clients use; must lie in a network of the interface; IPv6 beside it is fine
            # track: { interfaces: [ eth1 ] }    # take no part while this one is down; also routes, scripts, files, processes, services

        # What the kernel forwards to which servers.
        services:
          web:
            address: tcp://192.0.2.80:80
            scheduler: wlc                       # rr wrr lc wlc lblc lblcr dh sh sed nq fo ovf mh twos
            forwarding: dr                       # dr: prepare the servers with hadirector realserver up; or nat, tun
            check:
              http: { path: /, status: 200-299 } # or tcp: {}, https, tls, grpc, dns, udp, icmp, smtp, script, file, agent, bfd, all, any
              interval: 1s
              timeout: 500ms
              rise: 2                            # passes in a row that make a server up
              fall: 2                            # failures in a row that make it down
            on_failure: drain                    # its connections go on, new ones go elsewhere; or remove
            # drain: 30s                         # for so long at most
            # slow_start: 20s                    # a server that comes back gets its weight little by little
            # sorry_server: 192.0.2.99           # answers while no server is up
            servers:
              - { address: 192.0.2.21 }
              - { address: 192.0.2.22, weight: 1 }

        # Open connections survive a failover: the master's kernel tells the other's.
        connection_sync:
          mode: kernel
          interface: eth0                        # better a private network between the directors
          sync_id: 1                             # 1-255, unlike every other pair on that network

        """;
}
