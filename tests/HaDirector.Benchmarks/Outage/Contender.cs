using System.Diagnostics;
using System.Globalization;

namespace HaDirector.Benchmarks.Outage;

/// <summary>Two directors of one make on the same bridge, and the datagrams that go to their virtual address.</summary>
/// <param name="name">For the table.</param>
/// <param name="network">Third byte of their addresses 10.77.N.x; makes the names of the namespaces too.</param>
/// <param name="folder">Where logs and configurations go.</param>
internal abstract class Contender(string name, int network, string folder) : IDisposable
{
    private readonly Process?[] _directors = new Process?[2];
    private readonly Process?[] _echoes = new Process?[2];
    private Process? _probe;

    public string Name { get; } = name;

    public string Client => $"hb-c{Network}";

    protected int Network { get; } = network;

    protected string Folder { get; } = Directory.CreateDirectory(Path.Combine(folder, $"{network}")).FullName;

    protected string VirtualAddress => $"10.77.{Network}.80";

    /// <summary>The namespaces it wants, with their addresses; the first two are the directors.</summary>
    public IEnumerable<(string Host, string Address)> Hosts =>
        [(Host(0), $"10.77.{Network}.1/24"), (Host(1), $"10.77.{Network}.2/24"), (Client, $"10.77.{Network}.9/24")];

    public string Host(int seat) => $"hb-{(seat == 0 ? 'a' : 'b')}{Network}";

    /// <summary>Starts everything and waits until the first director is master.</summary>
    public void Start()
    {
        // A cable between the two, as pairs have one: the path that is left when the front link is lost.
        Shell.Run("ip", "-n", Host(0), "link", "add", "eth1", "type", "veth", "peer", "name", "eth1", "netns", Host(1));
        for (int seat = 0; seat < 2; seat++)
        {
            Shell.Run("ip", "-n", Host(seat), "addr", "add", $"10.88.{Network}.{seat + 1}/24", "dev", "eth1");
            Shell.Run("ip", "-n", Host(seat), "link", "set", "eth1", "up");
        }

        string self = Path.Combine(AppContext.BaseDirectory, "HaDirector.Benchmarks");
        for (int seat = 0; seat < 2; seat++)
            _echoes[seat] = Shell.StartIn(Host(seat), Log($"echo{seat}"), new Dictionary<string, string>(), self, "echo", VirtualAddress, seat == 0 ? "A" : "B");
        ProcessStartInfo probe = new("ip", ["netns", "exec", Client, self, "probe", VirtualAddress]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        _probe = Process.Start(probe)!;
        StartDirector(0);
        StartDirector(1);
        AwaitMaster('A');
    }

    /// <summary>Starts a director that is not running, or is about to end: keepalived takes a second for it.</summary>
    public void StartDirector(int seat)
    {
        if (_directors[seat] is { } before && !before.WaitForExit(2000)) return;
        _directors[seat]?.Dispose();
        _directors[seat] = Launch(seat);
    }

    /// <summary>Sends a signal to all its processes, the main one, or its first child.</summary>
    public void Signal(int seat, string signal, Target target)
    {
        int main = _directors[seat]!.Id;
        List<int> all = Tree(main);
        List<int> ids = target switch { Target.Main => [main], Target.Child => all.Count > 1 ? [all[1]] : [], _ => all };
        Shell.Try("kill", [$"-{signal}", .. ids.Select(id => id.ToString(CultureInfo.InvariantCulture))]);
    }

    public string Ask(string line)
    {
        _probe!.StandardInput.WriteLine(line);
        return _probe.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"the prober of {Name} ended");
    }

    /// <summary>Waits until a second long only this director answered.</summary>
    public void AwaitMaster(char letter)
    {
        for (int calm = 0, tries = 0; calm < 8; tries++)
        {
            if (tries > 600) throw new InvalidOperationException($"{Name}: {letter} does not become master, see {Folder}");
            Thread.Sleep(125);
            calm = Ask("who")[0] == letter ? calm + 1 : 0;
        }
    }

    public void Dispose()
    {
        foreach (Process? process in _directors)
        {
            if (process is { HasExited: false }) Shell.End(process);
        }

        foreach (Process? process in _echoes.Append(_probe))
        {
            if (process is not { HasExited: false }) continue;
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
    }

    protected string Log(string what) => Path.Combine(Folder, what + ".log");

    protected abstract Process Launch(int seat);

    // Parents before children, in the order in which they were started.
    private static List<int> Tree(int root)
    {
        List<int> found = [root];
        for (int i = 0; i < found.Count; i++)
        {
            foreach (string task in Directory.Exists($"/proc/{found[i]}/task") ? Directory.GetDirectories($"/proc/{found[i]}/task") : [])
                found.AddRange(File.ReadAllText(task + "/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture)));
        }

        return found;
    }
}

/// <summary>Which processes of a director.</summary>
internal enum Target
{
    All,
    Main,
    Child,
}
