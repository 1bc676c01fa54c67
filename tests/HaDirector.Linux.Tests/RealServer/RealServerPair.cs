using System.Diagnostics;
using HaDirector.Cli.RealServer;

namespace HaDirector.Linux.Tests.RealServer;

/// <summary>A client and a real server, each in a namespace, joined by one cable; and the verb, run in the real server's.</summary>
internal sealed class RealServerPair : IDisposable
{
    public const string Vip = "192.0.2.80";
    private readonly string _suffix = Guid.NewGuid().ToString("N")[..6];
    private readonly string _folder = Directory.CreateTempSubdirectory("hd-realserver-").FullName;

    public RealServerPair()
    {
        try
        {
            foreach (string name in (string[])[Server, Client]) Must($"netns add {name}");
            Must($"link add eth0 netns {Server} type veth peer name eth0 netns {Client}");
            foreach ((string name, string address) in (ReadOnlySpan<(string, string)>)[(Server, "192.0.2.21/24"), (Client, "192.0.2.10/24")])
            {
                Must($"-n {name} link set lo up");
                Must($"-n {name} link set eth0 up");
                Must($"-n {name} addr add {address} dev eth0");
            }

            // The carrier comes a moment after both ends are up, and a snapshot before it would differ from every later one.
            Assert.True(SpinWait.SpinUntil(() => Ip("-brief link show dev eth0").Contains(" UP ", StringComparison.Ordinal), TimeSpan.FromSeconds(20)));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Server => $"hd-rs-{_suffix}";

    public string Client => $"hd-cl-{_suffix}";

    public string StateFile => Path.Combine(_folder, RealServerHalf.StateFile);

    /// <summary>Writes a configuration with one service of the forwarding method and runs the verb on the real server.</summary>
    public (int Code, string Output) Verb(string action, string forwarding = "dr", string server = "192.0.2.21", bool all = false)
    {
        string file = Path.Combine(_folder, "hadirector.yaml");
        File.WriteAllText(file, $$"""
            directors:
              lb01: { address: 192.0.2.11 }
            services:
              web:
                address: tcp://{{Vip}}:80
                scheduler: rr
                forwarding: {{forwarding}}
                servers:
                  - { address: {{server}} }
            """);
        return Run(action, file, all);
    }

    /// <summary>Runs the verb on the real server with a file of the test's own.</summary>
    public (int Code, string Output) Run(string action, string file, bool all = false)
    {
        using StringWriter output = new();
        int code = InServer(() => RealServerHalf.Run(action, file, all, _folder, output));
        return (code, output.ToString());
    }

    /// <summary>Runs something on a thread of its own in the real server's namespace.</summary>
    public T InServer<T>(Func<T> what)
    {
        T result = default!;
        Exception? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                NetworkNamespace.Enter(Server);
                result = what();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result : throw new InvalidOperationException(failure.Message, failure);
    }

    /// <summary>Whether anybody answers the client's ARP requests for the virtual address: then the client knows its hardware address.</summary>
    public bool ArpIsAnswered()
    {
        Must($"-n {Client} neigh flush all");
        Tool("ip", $"netns exec {Client} ping -c 1 -W 1 {Vip}", out _);
        return Must($"-n {Client} neigh show {Vip}").Contains("lladdr", StringComparison.Ordinal);
    }

    /// <summary>Everything the verb may touch, as text.</summary>
    public string Snapshot() => InServer(() => string.Join('\n',
        from scope in (string[])["all", "default", "lo", "eth0", "tunl0"]
        from name in (string[])["arp_ignore", "arp_announce", "rp_filter"]
        select $"{scope} {name} {Sysctl.Read($"net.ipv4.conf.{scope}.{name}")}"))
        + "\n" + Ip("-brief addr show").Replace("UNKNOWN", "UP", StringComparison.Ordinal);

    /// <summary>Runs ip on the real server.</summary>
    public string Ip(string arguments) => Must($"-n {Server} {arguments}");

    public void Dispose()
    {
        Tool("ip", $"netns delete {Server}", out _);
        Tool("ip", $"netns delete {Client}", out _);
        Directory.Delete(_folder, recursive: true);
    }

    private static string Must(string arguments)
    {
        string output = Tool("ip", arguments, out int code);
        return code == 0 ? output : throw new InvalidOperationException($"ip {arguments}: {output}");
    }

    private static string Tool(string program, string arguments, out int code)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        code = process.ExitCode;
        return output + errors.Result;
    }
}
