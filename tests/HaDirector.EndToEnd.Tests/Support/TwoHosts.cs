namespace HaDirector.EndToEnd.Tests.Support;

/// <summary>Two hosts, each a network namespace, on one cable; and a folder for their files. Gone afterwards whatever happened.</summary>
public sealed class TwoHosts : IDisposable
{
    public const string Vip = "192.0.2.80";

    private readonly string _suffix = Guid.NewGuid().ToString("N")[..6];
    private readonly List<RunningDirector> _directors = [];

    public TwoHosts()
    {
        try
        {
            foreach (string name in (string[])[First, Second]) Shell.Ip($"netns add {name}");
            Shell.Ip($"link add eth0 netns {First} type veth peer name eth0 netns {Second}");
            foreach ((string name, int last) in (ReadOnlySpan<(string, int)>)[(First, 11), (Second, 12)])
            {
                Shell.Ip($"-n {name} link set lo up");
                Shell.Ip($"-n {name} addr add 192.0.2.{last}/24 dev eth0");
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

    public string Folder { get; } = Directory.CreateTempSubdirectory("hd-e2e-").FullName;

    public string ConfigPath => Path.Combine(Folder, "hadirector.yaml");

    /// <summary>Writes the pair's configuration.</summary>
    public void Configure(int firstPriority = 150, string more = "", string addresses = Vip + "/24", string rest = "") => File.WriteAllText(ConfigPath, $$"""
        directors:
          lb01: { address: 192.0.2.11 }
          lb02: { address: 192.0.2.12 }
        virtual_routers:
          web:
            interface: eth0
            virtual_router_id: 51
            priority: { lb01: {{firstPriority}}, lb02: 100 }
            advert_interval: 200ms
            addresses: [ {{addresses}} ]
        {{more}}
        {{rest}}
        """);

    /// <summary>Starts lb01 on the first host or lb02 on the second.</summary>
    public RunningDirector Start(string director, params (string Name, string? Value)[] environment)
    {
        RunningDirector running = new(
            director == "lb01" ? First : Second, ConfigPath, director, Path.Combine(Folder, director), environment);
        _directors.Add(running);
        return running;
    }

    /// <summary>Starts both, the second when the first is master, so that it never was one; waits until it is the backup.</summary>
    public (RunningDirector Master, RunningDirector Backup) StartBoth()
    {
        RunningDirector master = Start("lb01");
        master.WaitForState("master");
        RunningDirector backup = Start("lb02");
        backup.WaitForState("backup");
        Wait.Until(() => backup.Status()?.Routers[0].Master?.Address == "192.0.2.11", "lb02 to hear lb01", () => backup.Log);
        return (master, backup);
    }

    /// <summary>Whether the address is on the host.</summary>
    public static bool Holds(string host, string address = Vip) => Shell.Ip($"-n {host} -o addr show").Contains($" {address}/", StringComparison.Ordinal);

    public void Dispose()
    {
        foreach (RunningDirector director in _directors) director.Dispose();
        foreach (string name in (string[])[First, Second]) Shell.Run("ip", ["netns", "delete", name]);
        Directory.Delete(Folder, recursive: true);
    }
}
