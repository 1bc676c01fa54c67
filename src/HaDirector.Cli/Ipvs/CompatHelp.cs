namespace HaDirector.Cli.Ipvs;

/// <summary>What `hadirector ipvs compat -h` prints.</summary>
internal static class CompatHelp
{
    public const string Text = """
        hadirector ipvs compat takes the command lines of ipvsadm 1.31 as they are.

          -A | -E  SERVICE [-s SCHEDULER] [-p [SECONDS]] [-M MASK] [--pe sip] [-b FLAGS] [-o]   add or edit a service
          -D       SERVICE                                                                     delete a service
          -a | -e  SERVICE -r SERVER [-g | -i | -m] [-w WEIGHT] [-x UPPER] [-y LOWER]          add or edit a server
                   [--tun-type ipip | gue | gre] [--tun-port PORT] [--tun-nocsum | --tun-csum | --tun-remcsum]
          -d       SERVICE -r SERVER                                                           delete a server
          -L | -l  [SERVICE] [-n] [-c] [--stats | --rate | --thresholds | --persistent-conn | --tun-info]
                   [--timeout | --daemon] [--exact] [--sort | --nosort]                        list
          -S       [-n]                     save the table as rules          -R   restore rules from standard input
          -C                                remove every service            -Z   [SERVICE]   zero counters
          --set TCP TCPFIN UDP              set connection time-outs (seconds, 0 keeps one)
          --start-daemon master | backup    [--mcast-interface NAME] [--syncid ID] [--sync-maxlen BYTES]
                                            [--mcast-group ADDRESS] [--mcast-port PORT] [--mcast-ttl HOPS]
          --stop-daemon master | backup

        SERVICE is -t, -u or --sctp-service ADDRESS:PORT, or -f MARK [-6]. The same in clear words: hadirector ipvs --help.

        """;
}
