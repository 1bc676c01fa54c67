namespace HaDirector.EndToEnd.Tests.Support;

/// <summary>Two hosts on a switch, and a third that watches it: the switch is its own.</summary>
public sealed class WatchedHosts() : PairOfHosts(hosts => ((WatchedHosts)hosts).Connect())
{
    public string Watcher => Name('w');

    /// <summary>Writes the pair's configuration: nobody preempts, so that the role moves only when its holder is gone.</summary>
    /// <param name="interval">Advert interval.</param>
    /// <param name="fence">When to fence.</param>
    /// <param name="address">The router's addresses.</param>
    /// <param name="more">Further lines of the router.</param>
    /// <param name="rest">Further sections.</param>
    public void Configure(string interval, string fence = "auto", string address = Vip + "/24", string more = "", string rest = "") => File.WriteAllText(ConfigPath, $$"""
        directors:
          lb01: { address: 192.0.2.11 }
          lb02: { address: 192.0.2.12 }
        {{rest}}
        virtual_routers:
          web:
            interface: eth0
            virtual_router_id: 51
            priority: { lb01: 150, lb02: 100 }
            preempt: false
            advert_interval: {{interval}}
            fence: {{fence}}
            addresses: [ {{address}} ]
            {{more}}

        """);

    /// <summary>Starts both, lb01 first, so that it is master; waits until each fences because of the other.</summary>
    public override (RunningDirector Master, RunningDirector Backup) StartBoth()
    {
        (RunningDirector master, RunningDirector backup) = base.StartBoth();
        Wait.Until(() => IsClosed(First) && IsClosed(Second), "both fences to be closed", () => master.Log + backup.Log);
        return (master, backup);
    }

    /// <summary>Whether the fence is there and a lease decides.</summary>
    public static bool IsClosed(string host)
    {
        (int code, string text) = Nft(host, "list set netdev hadirector-fence alone");
        return code == 0 && !text.Contains("elements", StringComparison.Ordinal);
    }

    /// <summary>Ethernet address of a host, as twelve hexadecimal digits.</summary>
    public static string Ethernet(string host)
    {
        string[] words = Shell.Ip($"-n {host} -o link show eth0").Split(' ');
        return words[Array.IndexOf(words, "link/ether") + 1].Replace(":", "", StringComparison.Ordinal);
    }

    /// <summary>Sends a signal to every process of a director at once.</summary>
    public static void SignalAll(RunningDirector director, string name, int directorProcess) =>
        Assert.Equal(0, Shell.Run("kill", ["-s", name, $"{director.VrrpProcess}", $"{directorProcess}"]).Code);

    private void Connect()
    {
        Add(Watcher);
        Shell.Ip($"-n {Watcher} link set lo up");
        Shell.Ip($"-n {Watcher} link add br0 type bridge mcast_snooping 0");
        Shell.Ip($"-n {Watcher} link set br0 up");
        foreach ((string name, int last) in Numbers)
        {
            Shell.Ip($"-n {Watcher} link add h{last} type veth peer name eth0 netns {name}");
            Shell.Ip($"-n {Watcher} link set h{last} master br0 up");
            Shell.Ip($"-n {name} addr add 2001:db8::{last}/64 dev eth0 nodad");
        }
    }
}
