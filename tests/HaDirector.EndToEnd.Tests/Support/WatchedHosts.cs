namespace HaDirector.EndToEnd.Tests.Support;

/// <summary>Two hosts on a switch, and a third that watches it. Gone afterwards whatever happened.</summary>
public sealed class WatchedHosts : IDisposable
{
    public const string Vip = "192.0.2.80", Vip6 = "2001:db8::80";

    private readonly string _suffix = Guid.NewGuid().ToString("N")[..6];
    private readonly List<RunningDirector> _directors = [];

    public WatchedHosts()
    {
        try
        {
            foreach (string name in (string[])[First, Second, Watcher]) Shell.Ip($"netns add {name}");
            Shell.Ip($"-n {Watcher} link add br0 type bridge mcast_snooping 0");
            Shell.Ip($"-n {Watcher} link set br0 up");
            foreach ((string name, int last) in (ReadOnlySpan<(string, int)>)[(First, 11), (Second, 12)])
            {
                Shell.Ip($"-n {Watcher} link add h{last} type veth peer name eth0 netns {name}");
                Shell.Ip($"-n {Watcher} link set h{last} master br0 up");
                Shell.Ip($"-n {name} link set lo up");
                Shell.Ip($"-n {name} addr add 192.0.2.{last}/24 dev eth0");
                Shell.Ip($"-n {name} addr add 2001:db8::{last}/64 dev eth0 nodad");
                Shell.Ip($"-n {name} link set eth0 up");
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string First => $"hd-a-{_suffix}";

    public string Second => $"hd-b-{_suffix}";

    public string Watcher => $"hd-w-{_suffix}";

    public string Folder { get; } = Directory.CreateTempSubdirectory("hd-e2e-").FullName;

    /// <summary>Writes the pair's configuration: nobody preempts, so that the role moves only when its holder is gone.</summary>
    public void Configure(string interval, string fence = "auto", string address = Vip + "/24") => File.WriteAllText(Path.Combine(Folder, "hadirector.yaml"), $$"""
        directors:
          lb01: { address: 192.0.2.11 }
          lb02: { address: 192.0.2.12 }
        virtual_routers:
          web:
            interface: eth0
            virtual_router_id: 51
            priority: { lb01: 150, lb02: 100 }
            preempt: false
            advert_interval: {{interval}}
            fence: {{fence}}
            addresses: [ {{address}} ]

        """);

    /// <summary>Starts lb01 on the first host or lb02 on the second.</summary>
    public RunningDirector Start(string director, bool nft = true)
    {
        RunningDirector running = new(
            director == "lb01" ? First : Second, Path.Combine(Folder, "hadirector.yaml"), director, Path.Combine(Folder, director), [], nft);
        _directors.Add(running);
        return running;
    }

    /// <summary>Starts both, lb01 first, so that it is master; waits until each fences because of the other.</summary>
    public (RunningDirector Master, RunningDirector Backup) StartBoth()
    {
        RunningDirector master = Start("lb01");
        master.WaitForState("master");
        RunningDirector backup = Start("lb02");
        backup.WaitForState("backup");
        Wait.Until(() => IsClosed(First) && IsClosed(Second), "both fences to be closed", () => master.Log + backup.Log);
        return (master, backup);
    }

    /// <summary>Whether the fence is there and a lease decides.</summary>
    public static bool IsClosed(string host)
    {
        (int code, string text) = Nft(host, "list set netdev hadirector-fence alone");
        return code == 0 && !text.Contains("elements", StringComparison.Ordinal);
    }

    /// <summary>nft(8) on a host.</summary>
    public static (int Code, string Output) Nft(string host, string arguments) =>
        Shell.Run("nsenter", [$"--net=/run/netns/{host}", "nft", .. arguments.Split(' ')]);

    /// <summary>Ethernet address of a host, as twelve hexadecimal digits.</summary>
    public static string Ethernet(string host)
    {
        string[] words = Shell.Ip($"-n {host} -o link show eth0").Split(' ');
        return words[Array.IndexOf(words, "link/ether") + 1].Replace(":", "", StringComparison.Ordinal);
    }

    /// <summary>Sends a signal to every process of a director at once.</summary>
    public static void SignalAll(RunningDirector director, string name, int directorProcess) =>
        Assert.Equal(0, Shell.Run("kill", ["-s", name, $"{director.VrrpProcess}", $"{directorProcess}"]).Code);

    /// <summary>Ends a director without asking.</summary>
    public void End(RunningDirector director)
    {
        _directors.Remove(director);
        director.Dispose();
    }

    public void Dispose()
    {
        foreach (RunningDirector director in _directors) director.Dispose();
        foreach (string name in (string[])[First, Second, Watcher]) Shell.Run("ip", ["netns", "delete", name]);
        Directory.Delete(Folder, recursive: true);
    }
}
