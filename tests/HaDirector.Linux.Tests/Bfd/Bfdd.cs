using System.Diagnostics;

namespace HaDirector.Linux.Tests.Bfd;

/// <summary>FRR's bfdd, and the zebra it hears of interfaces from, in the namespace of a host: its own folder for every socket.</summary>
internal sealed class Bfdd : IDisposable
{
    private const string Programs = "/usr/lib/frr";

    private readonly string _folder = Directory.CreateTempSubdirectory("hd-bfdd-").FullName;
    private readonly List<Process> _processes = [];

    /// <param name="host">The namespace.</param>
    /// <param name="peers">What stands inside of its `bfd` block.</param>
    public Bfdd(string host, string peers)
    {
        File.WriteAllText(In("zebra.conf"), "");
        File.WriteAllText(In("bfdd.conf"), $"bfd\n{peers}\n!\n");
        Network.Command.Run("chown", "-R", "frr:frr", _folder); // they give up root at once
        Start(host, "zebra");
        Network.Wait.Until(() => File.Exists(In("zserv.api")), () => "zebra does not listen: " + Log("zebra"));
        Start(host, "bfdd", "--bfdctl", In("bfdd.sock"));
        Network.Wait.Until(() => File.Exists(In("bfdd.vty")), () => "bfdd does not listen: " + Log("bfdd"));
    }

    /// <summary>Gives commands of the configuration mode.</summary>
    public void Configure(params string[] commands) =>
        Network.Command.Run("vtysh", ["--vty_socket", _folder, .. ((string[])["configure terminal", "bfd", .. commands]).SelectMany(command => (string[])["-c", command])]);

    /// <summary>What it shows.</summary>
    public string Show(string what) => Network.Command.Run("vtysh", "--vty_socket", _folder, "-c", "show " + what);

    /// <summary>Ends it without a word.</summary>
    public void Kill()
    {
        foreach (Process process in Enumerable.Reverse(_processes))
        {
            if (!process.HasExited) process.Kill();
            process.WaitForExit();
        }
    }

    public void Dispose()
    {
        Kill();
        foreach (Process process in _processes) process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string In(string name) => Path.Combine(_folder, name);

    private string Log(string program) => File.Exists(In(program + ".log")) ? File.ReadAllText(In(program + ".log")) : "it says nothing";

    private void Start(string host, string program, params string[] more) => _processes.Add(Process.Start(
        "ip",
        [
            "netns", "exec", host, Path.Combine(Programs, program), "--vty_socket", _folder, "-z", In("zserv.api"), "-i", In(program + ".pid"),
            "-A", "127.0.0.1", "-P", "0", "-f", In(program + ".conf"), "--log", "file:" + In(program + ".log"), .. more,
        ]));
}
