using HaDirector.Linux;

namespace HaDirector.EndToEnd.Tests.Support;

/// <summary>Two hosts, each a network namespace with an eth0, lb01 for the one and lb02 for the other, and a folder for their files. Gone afterwards whatever happened.</summary>
public abstract class PairOfHosts : IDisposable
{
    public const string Vip = "192.0.2.80", Vip6 = "2001:db8::80";

    private readonly string _suffix = Guid.NewGuid().ToString("N")[..6];
    private readonly List<string> _namespaces = [];
    private readonly List<RunningDirector> _directors = [];

    /// <summary>Makes the hosts.</summary>
    /// <param name="connect">Gives each its eth0.</param>
    protected PairOfHosts(Action<PairOfHosts> connect)
    {
        try
        {
            foreach (string name in (string[])[First, Second]) Add(name);
            connect(this);
            foreach ((string name, int last) in Numbers)
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

    public string First => Name('a');

    public string Second => Name('b');

    public string Folder { get; } = Directory.CreateTempSubdirectory("hd-e2e-").FullName;

    public string ConfigPath => Path.Combine(Folder, "hadirector.yaml");

    /// <summary>The hosts, and the last number of their address, 192.0.2.N.</summary>
    public IReadOnlyList<(string Name, int Last)> Numbers => [(First, 11), (Second, 12)];

    /// <summary>Starts lb01 on the first host or lb02 on the second.</summary>
    public RunningDirector Start(string director, params (string Name, string? Value)[] environment) => Start(director, nft: true, environment);

    /// <summary>The same, where nft may be missing.</summary>
    public RunningDirector Start(string director, bool nft, params (string Name, string? Value)[] environment)
    {
        RunningDirector running = new(
            director == "lb01" ? First : Second, ConfigPath, director, Path.Combine(Folder, director), environment, nft);
        _directors.Add(running);
        return running;
    }

    /// <summary>Starts both, the second when the first is master, so that it never was one; waits until it is the backup.</summary>
    public virtual (RunningDirector Master, RunningDirector Backup) StartBoth()
    {
        RunningDirector master = Start("lb01");
        master.WaitForState("master");
        RunningDirector backup = Start("lb02");
        backup.WaitForState("backup");
        Wait.Until(() => backup.Status()?.Routers[0].Master is not null, "lb02 to hear lb01", () => backup.Log);
        return (master, backup);
    }

    /// <summary>Ends a director without asking.</summary>
    public void End(RunningDirector director)
    {
        _directors.Remove(director);
        director.Dispose();
    }

    /// <summary>Whether the address is on the host.</summary>
    public static bool Holds(string host, string address = Vip) => Shell.Ip($"-n {host} -o addr show").Contains($" {address}/", StringComparison.Ordinal);

    /// <summary>Runs a program on a host.</summary>
    public static (int Code, string Output) On(string host, params string[] command) => Shell.Run("nsenter", [$"--net=/run/netns/{host}", .. command]);

    /// <summary>Runs code on a thread of its own on a host; what it opens there stays there.</summary>
    public static T Inside<T>(string host, Func<T> action)
    {
        T? result = default;
        Exception? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                NetworkNamespace.Enter(host);
                result = action();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result! : throw new InvalidOperationException($"on {host}", failure);
    }

    /// <summary>nft(8) on a host, with its arguments in one text.</summary>
    public static (int Code, string Output) Nft(string host, string arguments) => On(host, ["nft", .. arguments.Split(' ')]);

    public void Dispose()
    {
        foreach (RunningDirector director in _directors) director.Dispose();
        foreach (string name in _namespaces) Shell.Run("ip", ["netns", "delete", name]);
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Name of the host of this letter.</summary>
    protected string Name(char host) => $"hd-{host}-{_suffix}";

    /// <summary>Makes another host.</summary>
    protected void Add(string name)
    {
        Shell.Ip($"netns add {name}");
        _namespaces.Add(name);
    }
}
