using System.Diagnostics;
using System.Globalization;
using HaDirector.Linux.Tests.Network;

namespace HaDirector.Linux.Tests.VrrpProcess;

/// <summary>A VRRP process with its (stand-in) director process, running in the namespace of a host.</summary>
internal sealed class Host : IDisposable
{
    private readonly string _folder;
    private readonly Process _process;
    private readonly Task<string> _error;

    /// <summary>Starts it.</summary>
    /// <param name="lan">Its network.</param>
    /// <param name="host">Its host there.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="environment">What else is in its environment.</param>
    /// <param name="nft">Whether nft(8) is there for it.</param>
    /// <param name="before">A process that ended and whose folder this one takes over: a restart.</param>
    public Host(Lan lan, string host, string plan, IReadOnlyDictionary<string, string>? environment = null, bool nft = true, Host? before = null)
    {
        _folder = before?._folder ?? Directory.CreateTempSubdirectory("hd-host-").FullName;
        if (before is not null) File.Move(LogPath, LogPath + ".before", overwrite: true);
        Plan = plan;
        string program = Path.Combine(AppContext.BaseDirectory, "HaDirector.VrrpHost.dll");
        // ip(8) gives it mounts of its own, so that nft can be made to be missing for it alone.
        string[] without = nft ? [] : ["sh", "-c", "mount --bind /dev/null /usr/sbin/nft && exec \"$@\"", "sh"];
        ProcessStartInfo start = new("ip", ["netns", "exec", lan.Name(host), .. without, "dotnet", program, "run", PlanPath, LogPath]) { RedirectStandardError = true };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        _process = Process.Start(start)!; // ip(8) becomes the program: the process id stays
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>A plan of one router with 100 ms adverts.</summary>
    public static string Router(int priority, int centiseconds = 10, string preempt = "preempt", string addresses = "192.0.2.80/24") =>
        $"web eth0 51 {priority} {centiseconds} {preempt} {addresses}\n";

    public int Id => _process.Id;

    public bool Ended => _process.HasExited;

    /// <summary>Writing it is a reload.</summary>
    public string Plan
    {
        get => File.ReadAllText(PlanPath);
        set
        {
            File.WriteAllText(PlanPath + ".new", value);
            File.Move(PlanPath + ".new", PlanPath, overwrite: true);
        }
    }

    /// <summary>Everything the director process has heard, a message a line.</summary>
    public string[] Heard
    {
        get
        {
            if (!File.Exists(LogPath)) return [];
            using StreamReader reader = new(new FileStream(LogPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            string text = reader.ReadToEnd();
            return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }

    private string PlanPath => Path.Combine(_folder, "plan");

    private string LogPath => Path.Combine(_folder, "log");

    public bool Has(string beginning) => Heard.Any(line => line.StartsWith(beginning, StringComparison.Ordinal));

    public void WaitFor(string beginning) =>
        Network.Wait.Until(() => Has(beginning), () => $"no '{beginning}' in\n{string.Join('\n', Heard)}\n{(Ended ? _error.Result : "")}");

    /// <summary>Waits until the last status of the router is this state.</summary>
    public void WaitForState(string state) => Network.Wait.Until(
        () => LastStatus is { } last && last.StartsWith($"Status web {state} ", StringComparison.Ordinal),
        () => $"not {state}:\n{string.Join('\n', Heard)}\n{(Ended ? _error.Result : "")}");

    public string? LastStatus => Heard.LastOrDefault(line => line.StartsWith("Status web ", StringComparison.Ordinal));

    /// <summary>A number of the last line that begins so.</summary>
    public long Number(string beginning, string name)
    {
        string last = Heard.Last(line => line.StartsWith(beginning, StringComparison.Ordinal));
        string word = last.Split(' ').First(part => part.StartsWith(name + "=", StringComparison.Ordinal));
        return long.Parse(word[(name.Length + 1)..], CultureInfo.InvariantCulture);
    }

    /// <summary>Process id of the newest director process.</summary>
    public int DirectorId => (int)Number("Started ", "pid");

    public void Signal(string signal) => Command.Run("kill", "-" + signal, Id.ToString(CultureInfo.InvariantCulture));

    /// <summary>Ends it as a service manager would.</summary>
    public int Stop()
    {
        if (!Ended) Signal("TERM");
        return WaitForEnd();
    }

    public int WaitForEnd()
    {
        Assert.True(_process.WaitForExit(Network.Wait.Limit), "the process does not end");
        return _process.ExitCode;
    }

    /// <summary>What it printed; after its end.</summary>
    public string Error => _error.Result;

    /// <summary>Every process at once, as by the kernel's out-of-memory killer.</summary>
    public void KillAll()
    {
        using Process director = Process.GetProcessById(DirectorId);
        director.Kill();
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!Ended) _process.Kill(); // its director process hears the end of the link and ends
        _process.WaitForExit();
        _process.Dispose();
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true); // its successor may have done so
    }
}
