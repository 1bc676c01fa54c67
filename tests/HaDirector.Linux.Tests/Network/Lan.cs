using System.Text;

namespace HaDirector.Linux.Tests.Network;

/// <summary>A bridge in a namespace, and hosts in namespaces of their own: eth0 of each is on the bridge, 192.0.2.11/24 and up.</summary>
internal sealed class Lan : IDisposable
{
    private static int _count;

    private readonly string _prefix = $"hd-t{Environment.ProcessId}x{Interlocked.Increment(ref _count)}-";
    private readonly List<string> _namespaces = [];

    public Lan(params string[] hosts)
    {
        foreach (string name in (string[])["net", .. hosts])
        {
            Command.Run("ip", "netns", "add", Name(name));
            _namespaces.Add(Name(name));
        }

        StringBuilder batch = new();
        batch.AppendLine($"link add br0 type bridge mcast_snooping 0").AppendLine("link set br0 up");
        foreach (string host in hosts)
        {
            batch.AppendLine($"link add {host}-0 type veth peer name eth0 netns {Name(host)}");
            batch.AppendLine($"link set {host}-0 master br0 up");
        }

        Command.Feed(batch.ToString(), "ip", "-n", Name("net"), "-batch", "-");
        for (int i = 0; i < hosts.Length; i++)
        {
            string up = $"link set lo up\nlink set eth0 up\naddress add {Address(i)}/24 dev eth0\n";
            Command.Feed(up, "ip", "-n", Name(hosts[i]), "-batch", "-");
        }
    }

    /// <summary>The namespace of a host, or of the bridge ("net").</summary>
    public string Name(string host) => _prefix + host;

    public static string Address(int host) => $"192.0.2.{11 + host}";

    /// <summary>Runs ip(8) in the namespace of a host.</summary>
    public string Ip(string host, string arguments) => Command.Run("ip", ["-n", Name(host), .. arguments.Split(' ')]);

    /// <summary>The Ethernet address of an interface of a host.</summary>
    public string Mac(string host, string name = "eth0") => Ip(host, $"-br link show dev {name}").Split(' ', StringSplitOptions.RemoveEmptyEntries)[2];

    /// <summary>Whether a host has an address on eth0.</summary>
    public bool Holds(string host, string address) => Ip(host, "-4 -o address show dev eth0").Contains($" {address}/", StringComparison.Ordinal);

    /// <summary>Runs code on a thread of its own inside the namespace of a host: what it opens belongs there.</summary>
    public T Inside<T>(string host, Func<T> code)
    {
        T result = default!;
        Exception? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                NetworkNamespace.Enter(Name(host));
                result = code();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null) throw new InvalidOperationException(failure.ToString(), failure);
        return result;
    }

    public void Dispose()
    {
        foreach (string name in _namespaces) Command.Run("ip", "netns", "delete", name);
    }
}
